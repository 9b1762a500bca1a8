// The server's side of a drawing: a clock that stands still and measured texts, so that equal options give equal pictures.
(function () {
  'use strict';
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts) { if (parts.length === 0) super(0); else super(...parts); }
    static now() { return 0; }
  };
  Math.random = () => 0.5;
  globalThis.setTimeout = () => 0;
  globalThis.clearTimeout = () => undefined;
  globalThis.setInterval = () => 0;
  globalThis.clearInterval = () => undefined;
  globalThis.modelTrendsDraw = function (json, width, height, measure) {
    echarts.setPlatformAPI({ measureText: (text, font) => ({ width: measure(String(text), font || '12px sans-serif') }) });
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
    try {
      chart.setOption(modelTrendsCharts.revive(JSON.parse(json)));
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  };
})();
