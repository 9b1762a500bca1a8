// Takes the drawn picture over: the server computes the option for the width at hand, ECharts draws it with tooltips.
(function () {
  'use strict';

  var figure = document.querySelector('.chart-picture[data-option]');
  if (!figure) return;

  function load(address) {
    return new Promise(function (done, failed) {
      var script = document.createElement('script');
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
  }

  var target = figure.querySelector('.chart-live');
  var chart = null;
  var drawn = 0;

  function draw() {
    var width = Math.min(2400, Math.max(240, Math.round(figure.clientWidth)));
    if (width === drawn) return Promise.resolve();
    drawn = width;
    var height = width < 560 ? Math.round(width * 1.35) : Math.round(width * 0.5625);
    var address = figure.dataset.option + (figure.dataset.option.indexOf('?') < 0 ? '?' : '&') + 'width=' + width + '&height=' + height;
    return fetch(address).then(function (answer) {
      if (!answer.ok) throw new Error('The chart answered ' + answer.status);
      return answer.json();
    }).then(function (option) {
      figure.classList.add('is-live');
      target.hidden = false;
      target.style.height = height + 'px';
      if (!chart) chart = window.echarts.init(target, null, { renderer: 'svg' });
      chart.resize({ width: width, height: height });
      chart.setOption(window.modelTrendsCharts.revive(option), true);
    });
  }

  // The drawn picture stays when anything fails: it says the same.
  Promise.all([load('/lib/echarts/echarts.common.min.js'), load('/lib/echarts/chart-runtime.js')]).then(draw).then(function () {
    var timer = 0;
    window.addEventListener('resize', function () {
      clearTimeout(timer);
      timer = setTimeout(function () { draw().catch(function () { figure.classList.remove('is-live'); target.hidden = true; }); }, 200);
    });
  }).catch(function () { figure.classList.remove('is-live'); target.hidden = true; });
}());
