# Build:  mvn -DskipTests package  (on the machine), then  docker build -t madoguchi .
# The packaged jar leaves the embedded database out: set SPRING_DATASOURCE_URL.
FROM eclipse-temurin:17-jre-jammy AS layers
COPY target/madoguchi-*.jar /app.jar
RUN java -Djarmode=tools -jar /app.jar extract --layers --launcher --destination /layers

FROM eclipse-temurin:17-jre-jammy
RUN useradd --system --uid 10001 --home-dir /app madoguchi && mkdir /app && chown madoguchi /app
USER madoguchi
WORKDIR /app
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s \
  --start-period=60s \
  CMD bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080; printf "GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3; grep -q "^HTTP/1.1 200" <&3'
ENTRYPOINT ["java", "-Duser.timezone=Asia/Tokyo", "-Duser.language=ja", "-Duser.country=JP", "-Dfile.encoding=UTF-8", "-XX:MaxRAMPercentage=75", "org.springframework.boot.loader.launch.JarLauncher"]
