// ECharts with the parts our figures use and no others: half of what its smallest ready-made file weighs. Browser and server run the same file.
// Run by the build: node bundle-echarts.mjs NODE_MODULES OUT_FILE
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [modules, out] = process.argv.slice(2).map(path => resolve(path));
const esbuild = createRequire(join(modules, 'x.js'))('esbuild-wasm');
await mkdir(dirname(out), { recursive: true });
await esbuild.build({
  stdin: {
    contents: `
      import { init, setPlatformAPI, use, version } from 'echarts/core';
      import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
      import { AriaComponent, GraphicComponent, GridComponent, TooltipComponent } from 'echarts/components';
      import { SVGRenderer } from 'echarts/renderers';
      use([BarChart, LineChart, ScatterChart, AriaComponent, GraphicComponent, GridComponent, TooltipComponent, SVGRenderer]);
      globalThis.echarts = { init, setPlatformAPI, version };
    `,
    resolveDir: dirname(modules),
  },
  bundle: true,
  minify: true,
  format: 'iife',
  // What V8 on the server and every browser with light-dark() understand.
  target: 'es2020',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'inline',
  outfile: out,
});

// Pressed as small as it goes, once, instead of a little at every request.
const bytes = await readFile(out);
await writeFile(`${out}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
await writeFile(`${out}.gz`, gzipSync(bytes, { level: 9 }));
