<#import "/mail-parts.ftl" as m>
【${government}】補正の期限が過ぎました（受付番号 ${caseNumber}）

<@m.open>
補正をお願いしていた項目が、期限までに提出されませんでした。
これまでに提出された内容で審査を続けます。ご事情がある場合は、担当までご連絡ください。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="The period for correcting your application ${caseNumber} has passed. We go on with what you have submitted so far."/>
