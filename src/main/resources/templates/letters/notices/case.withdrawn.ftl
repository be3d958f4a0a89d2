<#import "/mail-parts.ftl" as m>
【${government}】取下げを受け付けました（受付番号 ${caseNumber}）

<@m.open>
次の申込みの取下げを受け付けました。審査は行いません。

受付番号　${caseNumber}
事業　　　${programme}
手続　　　${call}

お心当たりがない場合は、担当までご連絡ください。

${link}
</@m.open>
<@m.close english="Your application ${caseNumber} has been withdrawn. If you did not ask for this, please contact the office named above."/>
