<#import "/mail-parts.ftl" as m>
【${government}】繰上げのお知らせ（受付番号 ${caseNumber}）

<@m.open>
補欠から繰り上がり、購入できるようになりました。

購入できる数　${facts.sets}セット
購入の期限　　${due}

期限までに、アプリで購入してください。期限を過ぎると、購入の権利は失効します。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="You moved up (${caseNumber}): buy ${facts.sets} sets in the app until ${dueEn}."/>
