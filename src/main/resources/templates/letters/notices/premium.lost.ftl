<#import "/mail-parts.ftl" as m>
【${government}】抽選の結果（受付番号 ${caseNumber}）

<@m.open>
抽選の結果、補欠となりました。

繰上げの順位　${facts.place}番

購入しない人が出たときは、順番に繰り上がり、メールでお知らせします。抽選番号は、次のページで確認できます。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="You are in reserve (${caseNumber}), place ${facts.place}. We write to you when your turn comes."/>
