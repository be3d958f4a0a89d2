<#import "/mail-parts.ftl" as m>
【${government}】「${facts.task}」の期限が近づいています（受付番号 ${caseNumber}）

<@m.open>
お手続中の案件について、次の対応の期限が近づいています。

お願いすること　${facts.task}
期限　　　　　　${due}

次のページにログインして、お手続ください。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="Your application ${caseNumber} still needs something from you by ${dueEn}. Please sign in on the page above."/>
