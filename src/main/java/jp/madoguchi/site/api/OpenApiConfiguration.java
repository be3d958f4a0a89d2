package jp.madoguchi.site.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jp.madoguchi.kernel.Actor;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document: only {@code /api}, not what pages answer in JSON. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class);
    }

    @Bean
    OpenAPI madoguchiApi() {
        return new OpenAPI()
                .info(new Info().title("窓口 Madoguchi API").version("v1").description("""
                        事業の募集、申請、審査、決裁、証跡。画面と同じ規則で動きます。 / Calls, applications, review, decision and audit trail, \
                        under the same rules as the pages. Errors are problem+json (RFC 9457)."""))
                .components(new Components().addSecuritySchemes("basic", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic")))
                .addSecurityItem(new SecurityRequirement().addList("basic"));
    }

    @Bean
    OpenApiCustomizer onlyTheApi() {
        return document -> document.getPaths().keySet().removeIf(path -> !path.startsWith("/api/v1/"));
    }
}
