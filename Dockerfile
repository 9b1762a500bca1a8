# One image, several roles: the command after the image's name is a verb (serve, migrate, poll, …). For amd64 and arm64: what runs in
# the first two stages is the same for both, so it runs on the builder's own processor.
FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS npm
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image uses a PostgreSQL of its own container, so the private server is left out.
RUN npm ci --ignore-scripts --omit=optional
COPY src/ModelTrends src
RUN node src/Platform/Languages/subset-fonts.mjs src /app/node_modules /app/fonts \
 && node src/Charts/Drawing/bundle-echarts.mjs /app/node_modules /app/echarts/echarts.js

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
ARG TARGETARCH
RUN arch=$([ "$TARGETARCH" = arm64 ] && echo arm64 || echo x64) \
 && dotnet publish src/ModelTrends -c Release -r linux-$arch --self-contained false -p:SkipNpm=true -o /publish

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /publish .
COPY --from=npm /app/node_modules ./node_modules
COPY --from=npm /app/fonts ./wwwroot/fonts
COPY --from=npm /app/echarts ./wwwroot/echarts
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 ModelTrends__DataFolder=/data
RUN mkdir /data && chown $APP_UID /data
VOLUME /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "ModelTrends.dll"]
CMD ["serve"]
