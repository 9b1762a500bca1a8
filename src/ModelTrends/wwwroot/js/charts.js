// Takes the drawn picture over: the server computes the option for the width at hand, ECharts draws it with tooltips.
(function () {
  'use strict';

  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var scripts = {};
  var live = [];

  function load(address) {
    scripts[address] = scripts[address] || new Promise(function (done, failed) {
      var script = document.createElement('script');
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
    return scripts[address];
  }

  function address(figure, width, height) {
    var at = figure.dataset.option;
    var more = 'width=' + width + '&height=' + height + (figure.dataset.follows && dark.matches ? '&theme=dark' : '');
    return at + (at.indexOf('?') < 0 ? '?' : '&') + more;
  }

  function sizeOf(figure) {
    var width = Math.min(2400, Math.max(240, Math.round(figure.clientWidth)));
    var height = width < 560 ? Math.round(width * 520 / 380) : Math.round(width * 0.562);
    var full = document.fullscreenElement;
    if (full && full.contains(figure)) {
      var others = full.scrollHeight - figure.clientHeight;
      height = Math.max(240, Math.min(2400, window.innerHeight - others - 8));
    }
    return [width, height];
  }

  function Live(figure) {
    this.figure = figure;
    this.target = figure.querySelector('.chart-live');
    this.drawn = '';
  }

  Live.prototype.draw = function () {
    var self = this;
    var size = sizeOf(this.figure);
    var at = address(this.figure, size[0], size[1]);
    if (at === this.drawn) return Promise.resolve();
    this.drawn = at;
    return fetch(at).then(function (answer) {
      if (!answer.ok) throw new Error('The chart answered ' + answer.status);
      return answer.json();
    }).then(function (option) {
      if (at !== self.drawn || self.isGone) return;
      self.target.hidden = false;
      self.target.style.height = size[1] + 'px';
      if (!self.chart) self.chart = window.echarts.init(self.target, null, { renderer: 'svg', width: size[0], height: size[1] });
      self.chart.resize({ width: size[0], height: size[1] });
      self.chart.setOption(window.modelTrendsCharts.revive(option), true);
      self.figure.classList.add('is-live');
      self.figure.dispatchEvent(new CustomEvent('modeltrends:drawn', { bubbles: true, detail: self.chart }));
    });
  };

  // The drawn picture stays when anything fails: it says the same.
  Live.prototype.giveUp = function () {
    this.figure.classList.remove('is-live');
    this.target.hidden = true;
  };

  Live.prototype.leave = function () {
    this.isGone = true;
    if (this.chart) this.chart.dispose();
  };

  // ECharts measures a Chinese letter in every font it meets, and a browser fetches 200 kB of letters for it: outside Chinese pages it is as
  // wide as the font is high.
  function measureWithoutFetching() {
    if (/^zh/.test(document.documentElement.lang)) return;
    var pen = document.createElement('canvas').getContext('2d');
    window.echarts.setPlatformAPI({
      measureText: function (text, font) {
        if (text === '\u56fd') return { width: parseFloat(/([\d.]+)px/.exec(font || '12px')[1]) };
        pen.font = font || '12px sans-serif';
        return pen.measureText(text);
      }
    });
  }

  function start() {
    var figures = document.querySelectorAll('.chart-picture[data-option]');
    if (!figures.length) return;
    figures.forEach(function (figure) {
      var one = new Live(figure);
      live.push(one);
      Promise.all([load('/lib/echarts/echarts.js'), load('/lib/echarts/chart-runtime.js')])
        .then(function () {
          measureWithoutFetching();
          return one.draw();
        }).catch(function () { one.giveUp(); });
    });
  }

  function redraw() {
    live.forEach(function (one) { if (one.chart) one.draw().catch(function () { one.giveUp(); }); });
  }

  var timer = 0;
  window.addEventListener('resize', function () { clearTimeout(timer); timer = setTimeout(redraw, 200); });
  document.addEventListener('fullscreenchange', function () { setTimeout(redraw, 50); });
  dark.addEventListener('change', redraw);
  document.addEventListener('modeltrends:leaving', function () { live.forEach(function (one) { one.leave(); }); live = []; });
  document.addEventListener('modeltrends:shown', start);
  start();
}());
