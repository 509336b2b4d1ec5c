# SPDX-License-Identifier: AGPL-3.0-only
# A JDK 25 with Maven to build, a JDK 25 to take the runtime from, and a small system with glibc to run.
ARG BUILD_IMAGE=docker.io/library/maven:3-eclipse-temurin-25
ARG JAVA_IMAGE=${BUILD_IMAGE}
ARG BASE_IMAGE=docker.io/library/debian:13-slim

# What Maven makes is the same for every processor, so the one that is here makes it, without emulation.
# "linux" is that one for builders that do not name it.
FROM --platform=${BUILDPLATFORM:-linux} ${BUILD_IMAGE} AS build
WORKDIR /build
ARG MAVEN_ARGUMENTS="-B -ntp -q"
COPY pom.xml ./
COPY src/main src/main
COPY frontend frontend
COPY db db
RUN mvn ${MAVEN_ARGUMENTS} package -Dmaven.test.skip=true -Dspotless.check.skip=true
RUN java -Djarmode=tools -jar target/snug.jar extract --layers --destination layers

FROM ${JAVA_IMAGE} AS machine
WORKDIR /build
# java.smartcardio and jdk.security.jgss have providers that Java knows by name: it would look for them in
# every jar, and start all of BouncyCastle to ask for its name.
RUN jlink --output java --strip-java-debug-attributes --no-header-files --no-man-pages \
      --generate-cds-archive \
      --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.management,jdk.zipfs,jdk.naming.dns,jdk.charsets,java.smartcardio,jdk.security.jgss
# Some JDKs bring what only debuggers read.
RUN find java -name '*.debuginfo' -delete
COPY --from=build /build/layers/dependencies/ dependencies/
# The bundled libsodium lies unpacked, so that no folder needs to be both writable and executable.
# The PostgreSQL for other processors stays behind.
RUN case "$(uname -m)" in \
      x86_64)  sodium=linux64; other=arm64v8 ;; \
      aarch64) sodium=arm64;   other=amd64 ;; \
      *) echo "no libsodium for $(uname -m)" >&2; exit 1 ;; \
    esac \
 && rm dependencies/lib/embedded-postgres-binaries-linux-$other-*.jar \
 && mkdir native && cd native \
 && jar xf ../dependencies/lib/lazysodium-java-*.jar $sodium/libsodium.so \
 && mv $sodium/libsodium.so . && rmdir $sodium

FROM ${BASE_IMAGE} AS runtime
# A fixed number, so that rights on volumes outlive an upgrade. PostgreSQL wants it to have a name.
RUN echo 'snug:x:10001:10001:Snug:/data:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'snug:x:10001:' >> /etc/group \
 && mkdir -p /data /opt/snug && chown 10001:10001 /data && chmod 700 /data
COPY --from=machine /build/java /opt/java
COPY --from=machine /build/native /opt/snug/native
COPY --from=machine /build/dependencies/ /opt/snug/
COPY --from=build /build/layers/spring-boot-loader/ /opt/snug/
COPY --from=build /build/layers/snapshot-dependencies/ /opt/snug/
COPY --from=build /build/layers/application/ /opt/snug/
COPY deploy/jvm.options /opt/snug/jvm.options

# One start, with a PostgreSQL and a network of its own, to learn what a start needs.
FROM runtime AS trained
USER 10001:10001
WORKDIR /tmp
RUN SNUG_DATA_DIR=/tmp/training /opt/java/bin/java @/opt/snug/jvm.options \
      -XX:AOTCacheOutput=/tmp/snug.aot -Dsnug.rehearsal=true -jar /opt/snug/snug.jar \
 && rm -rf /tmp/training && test -s /tmp/snug.aot

FROM runtime
COPY --from=trained --chown=0:0 /tmp/snug.aot /opt/snug/snug.aot
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Snug" \
      org.opencontainers.image.description="A private messenger that a household runs on its own server." \
      org.opencontainers.image.licenses="AGPL-3.0-only" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER 10001:10001
WORKDIR /data
ENV SNUG_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["/opt/java/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/opt/snug/snug.jar", "app.snug.boot.HealthCheck"]
# Further options for the Java machine go into JDK_JAVA_OPTIONS.
ENTRYPOINT ["/opt/java/bin/java", "@/opt/snug/jvm.options", "-XX:AOTCache=/opt/snug/snug.aot", "-jar", "/opt/snug/snug.jar"]
