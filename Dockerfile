# The command in an image that holds nothing else: docker run --rm -v "$PWD:/work" offprint article.md
FROM rust:1.95-alpine AS build
ARG PROFILE=dist
RUN apk add --no-cache musl-dev gcc
WORKDIR /source
COPY Cargo.toml Cargo.lock build.rs LICENSE-MIT LICENSE-APACHE README.md ./
COPY bindings bindings
COPY build build
COPY content content
COPY covers covers
COPY fonts fonts
COPY src src
COPY tests tests
RUN cargo build --locked --profile "$PROFILE" --bin offprint \
 && cp "target/$([ "$PROFILE" = dev ] && echo debug || echo "$PROFILE")/offprint" /offprint \
 && mkdir -m 1777 /scratch

FROM scratch
COPY --from=build /offprint /usr/bin/offprint
# For pictures that are made anew.
COPY --from=build /scratch /tmp
WORKDIR /work
ENTRYPOINT ["/usr/bin/offprint"]
