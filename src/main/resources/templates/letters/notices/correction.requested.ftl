<#import "/mail-parts.ftl" as m>
【${government}】申込内容の補正をお願いします（受付番号 ${caseNumber}）

<@m.open>
お申込みの内容に、補正（修正や追加）をお願いしたい項目があります。
次のページにログインして、担当からのコメントを読み、<#if due??>${due}までに</#if>提出してください。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="Please correct your application ${caseNumber}" + (dueEn??)?then(" by " + dueEn, "") + ". Sign in to the page above to see what is asked."/>
