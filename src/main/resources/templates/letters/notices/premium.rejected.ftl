<#import "/mail-parts.ftl" as m>
【${government}】申込みの確認の結果（受付番号 ${caseNumber}）

<@m.open>
申込みを確認した結果、受け付けられませんでした。理由は次のとおりです。

${facts.reason}

内容は、次のページで確認できます。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="Your application ${caseNumber} could not be accepted. The page above says why."/>
