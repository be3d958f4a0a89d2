<#import "/mail-parts.ftl" as m>
<@m.discreetLetterMail/>
