# A host with its bundled plugins. Your own things come from outside: see docs/deployment.md.
FROM node:24-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --pack-destination /tmp

FROM node:24-slim
WORKDIR /opt/dramatis
COPY --from=build /tmp/dramatis-*.tgz /tmp/
RUN npm install --omit=dev --no-audit --no-fund --prefix /opt/dramatis /tmp/dramatis-*.tgz \
    && rm -rf /tmp/dramatis-*.tgz /root/.npm \
    && ln -s /opt/dramatis/node_modules/.bin/dramatis /usr/local/bin/dramatis \
    && install -d -o node -g node /data /data/state
USER node
WORKDIR /data
VOLUME /data/state
# Inside of a container every address is needed; what is published to whom is said outside of it.
ENV DRAMATIS_HOST=0.0.0.0 DRAMATIS_STATE=file:/data/state/state.db NODE_ENV=production
EXPOSE 8337
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.DRAMATIS_PORT || 8337) + '/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dramatis"]
CMD ["serve"]
