# The command line as an image, made from this repository:
#
#     docker build --tag iiot-guard .
#     docker run --rm --network none --volume "$PWD:/work:ro" iiot-guard check templates
#
# A program that is previewed needs its own dependencies in the folder (`npm ci`), and no network either.
FROM node:24-slim AS build
WORKDIR /source
COPY package.json package-lock.json tsconfig.json ./
COPY policies policies
RUN npm ci --ignore-scripts --workspace policies && \
    npm pack --workspace policies --pack-destination /tmp && \
    npm install --global --prefix /opt/iiot-guard --omit=dev --no-audit --no-fund /tmp/iiot-guard-policies-*.tgz

FROM node:24-slim
COPY --from=build /opt/iiot-guard /opt/iiot-guard
ENV PATH="/opt/iiot-guard/bin:${PATH}"
USER node
WORKDIR /work
ENTRYPOINT ["iiot-guard"]
CMD ["--help"]
