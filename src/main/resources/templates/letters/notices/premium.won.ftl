<#import "/mail-parts.ftl" as m>
【${government}】抽選の結果（受付番号 ${caseNumber}）

<@m.open>
抽選の結果、当選しました。

購入できる数　${facts.sets}セット
購入の期間　　${from}から${due}まで

この期間に、アプリで購入してください。期限を過ぎると、購入の権利は失効します。抽選番号は、次のページで確認できます。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="You won in the draw (${caseNumber}): ${facts.sets} sets. Buy them in the app from ${fromEn} until ${dueEn}."/>
