# The program with its embedded contracts; `serve`, `gateway` and `mock` listen on all addresses of the container alone.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm pack --ignore-scripts --pack-destination /tmp

FROM node:24-slim
COPY --from=build /tmp/counterfoil-*.tgz /tmp/counterfoil.tgz
RUN npm install --global --omit=dev --omit=optional --no-fund --no-audit /tmp/counterfoil.tgz \
  && rm -rf /tmp/counterfoil.tgz /root/.npm \
  && install -d -o node -g node /data
USER node
WORKDIR /data
VOLUME /data
ENV NODE_ENV=production
EXPOSE 4030
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:4030/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["counterfoil"]
CMD ["serve", "--host", "0.0.0.0"]
