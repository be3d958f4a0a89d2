package jp.madoguchi.letters;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Where mail goes: to the mail server, or to the {@link MailBox} when {@code madoguchi.mail} is {@code box}. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {

    @Bean
    @ConditionalOnProperty(name = "madoguchi.mail", havingValue = "box")
    Carrier mailBoxCarrier(MailBox box) {
        return box::put;
    }

    /** @param from the sender's address; without one, {@code no-reply} at the host of the base URL */
    @Bean
    @ConditionalOnMissingBean
    Carrier smtpCarrier(JavaMailSenderImpl sender, @Value("${madoguchi.base-url}") String baseUrl,
                        @Value("${madoguchi.mail-from:}") String from) {
        String host = URI.create(baseUrl).getHost();
        String sentFrom = from.isBlank() ? "no-reply@" + host : from;
        limitWaiting(sender.getJavaMailProperties());
        return (mail, recipient) -> sender.send(message -> {
            MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            helper.setFrom(sentFrom);
            helper.setTo(recipient);
            helper.setSubject(mail.subject());
            helper.setText(mail.body());
            message.setHeader("Message-ID", "<" + mail.id() + "@" + host + ">");
            message.setHeader("Auto-Submitted", "auto-generated");
        });
    }

    /** Jakarta Mail waits for ever unless told otherwise, and a mail being sent holds its row's lock. */
    private static void limitWaiting(Properties smtp) {
        for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            smtp.putIfAbsent("mail.smtp." + wait, "10000");
        }
    }
}
