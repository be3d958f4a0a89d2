<#import "/mail-parts.ftl" as m>
【${government}】販売が終わりました（受付番号 ${caseNumber}）

<@m.open>
販売が終わりました。繰上げの順番は来ませんでした。お申込みありがとうございました。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="The sale is over; your turn in reserve (${caseNumber}) did not come. Thank you for applying."/>
