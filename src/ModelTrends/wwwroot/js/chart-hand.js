// What a hand does on a chart over time: a click holds a day, a drag chooses days, the arrow keys read day after day, a look at the list
// under the chart lets one series stand out. A held day and chosen days are addresses.
(function () {
  'use strict';

  function go(address) { return window.modelTrendsGo ? window.modelTrendsGo(address) : location.assign(address); }

  function iso(time) { return new Date(time).toISOString().slice(0, 10); }

  // Every day that has a value, with what the tooltip says of it.
  function daysOf(chart) {
    var days = new Map();
    chart.getOption().series.forEach(function (series) {
      (series.data || []).forEach(function (item) {
        if (!item || !item.text || !item.value || item.value[1] === null) return;
        var time = item.value[0];
        if (!days.has(time)) days.set(time, { time: time, when: item.when, said: [] });
        days.get(time).said.push((item.mark ? '' : series.name + ' ') + item.text + (item.note ? ' (' + item.note + ')' : ''));
      });
    });
    return Array.from(days.values()).sort(function (a, b) { return a.time - b.time; });
  }

  function nearest(days, time) {
    return days.reduce(function (best, day, i) { return Math.abs(day.time - time) < Math.abs(days[best].time - time) ? i : best; }, 0);
  }

  document.addEventListener('modeltrends:drawn', function (event) {
    var figure = event.target;
    var chart = event.detail;
    if (!figure.dataset.dates) return;
    var days = daysOf(chart);
    if (!days.length) return;
    figure.days = days;
    figure.chart = chart;
    if (figure.hasHand) return;
    figure.hasHand = true;
    figure.tabIndex = 0;
    var zr = chart.getZr();
    var band = document.createElement('div');
    band.className = 'chart-band';
    band.hidden = true;
    figure.querySelector('.chart-live').appendChild(band);
    var start = null;

    function timeAt(x) { return chart.convertFromPixel({ xAxisIndex: 0 }, x); }

    function isInside(e) { return chart.containPixel('grid', [e.offsetX, e.offsetY]); }

    zr.on('mousedown', function (e) { start = isInside(e) ? e.offsetX : null; });
    zr.on('mousemove', function (e) {
      if (start === null || !figure.dataset.zoom || Math.abs(e.offsetX - start) < 8) return;
      band.hidden = false;
      band.style.left = Math.min(start, e.offsetX) + 'px';
      band.style.width = Math.abs(e.offsetX - start) + 'px';
    });
    zr.on('mouseup', function (e) {
      var from = start;
      start = null;
      if (from === null) return;
      band.hidden = true;
      if (Math.abs(e.offsetX - from) >= 8 && figure.dataset.zoom) {
        var a = figure.days[nearest(figure.days, timeAt(Math.min(from, e.offsetX)))];
        var b = figure.days[nearest(figure.days, timeAt(Math.max(from, e.offsetX)))];
        if (a !== b) go(figure.dataset.zoom.replace('0000-00-00', iso(a.time)).replace('9999-99-99', iso(b.time)));
      } else if (isInside(e)) {
        go(figure.dataset.pin.replace('0000-00-00', iso(figure.days[nearest(figure.days, timeAt(e.offsetX))].time)));
      }
    });

    var at = -1;
    figure.addEventListener('keydown', function (e) {
      var last = figure.days.length - 1;
      if (e.key === 'ArrowLeft' || e.key === 'ArrowRight' || e.key === 'Home' || e.key === 'End') {
        e.preventDefault();
        at = e.key === 'Home' ? 0 : e.key === 'End' || at < 0 ? last : Math.min(last, Math.max(0, at + (e.key === 'ArrowLeft' ? -1 : 1)));
        var day = figure.days[at];
        var x = figure.chart.convertToPixel({ xAxisIndex: 0 }, day.time);
        var grid = figure.chart.getModel().getComponent('grid').coordinateSystem.getRect();
        figure.chart.dispatchAction({ type: 'showTip', x: x, y: grid.y + (grid.height / 2) });
        figure.querySelector('.chart-said').textContent = day.when + ': ' + day.said.join(', ');
      } else if (e.key === 'Enter' && at >= 0) {
        e.preventDefault();
        go(figure.dataset.pin.replace('0000-00-00', iso(figure.days[at].time)));
      } else if (e.key === 'Escape') {
        figure.chart.dispatchAction({ type: 'hideTip' });
      }
    });
  });

  function fade(name) {
    var figure = document.querySelector('.chart-picture.is-live');
    if (!figure || !figure.chart || figure.chart.isDisposed()) return;
    figure.chart.setOption({
      series: figure.chart.getOption().series.map(function (series) {
        var opacity = !name || series.name === name || series.name === '' ? 1 : 0.15;
        var style = { name: series.name, lineStyle: { opacity: opacity }, itemStyle: { opacity: opacity } };
        if (series.areaStyle) style.areaStyle = { opacity: opacity };
        return style;
      })
    });
  }

  ['mouseover', 'focusin'].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var entry = event.target.closest && event.target.closest('.legend [data-series]');
      if (entry) fade(entry.dataset.series);
    });
  });
  ['mouseout', 'focusout'].forEach(function (kind) {
    document.addEventListener(kind, function (event) { if (event.target.closest && event.target.closest('.legend [data-series]')) fade(null); });
  });
}());
