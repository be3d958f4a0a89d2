package jp.madoguchi.audit;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The sealer runs by the clock. */
@Configuration
@EnableScheduling
class AuditConfiguration {}
