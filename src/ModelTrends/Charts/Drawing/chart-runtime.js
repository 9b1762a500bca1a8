// Runs in the browser and on the server: turns the parts of an option that JSON cannot hold into functions.
// {"$labels": {"0.5": "50 %"}} becomes a formatter; {"$tooltip": "..."} the tooltip of that kind.
(function (root) {
  'use strict';
  function escapeHtml(text) {
    return String(text).replace(/[&<>"']/g, function (c) {
      return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }[c];
    });
  }

  function row(p) {
    return '<div><span style="display:inline-block;width:10px;height:10px;margin-right:6px;background:' + escapeHtml(p.color) + '"></span>' +
      escapeHtml(p.seriesName) + ' <b>' + escapeHtml(p.data.text) + '</b>' + (p.data.note ? ' <i>' + escapeHtml(p.data.note) + '</i>' : '') + '</div>';
  }

  var tooltips = {
    axis: function (params) {
      var shown = params.filter(function (p) { return p.data && p.data.text; });
      return shown.length ? '<div>' + escapeHtml(shown[0].data.when || shown[0].name) + '</div>' + shown.map(row).join('') : '';
    },
    item: function (p) {
      return p.data && p.data.text ? escapeHtml(p.data.text).replace(/\n/g, '<br>') : '';
    }
  };

  function revive(node) {
    if (Array.isArray(node)) return node.map(revive);
    if (node === null || typeof node !== 'object') return node;
    if (node.$labels) {
      var labels = node.$labels;
      return function (value) {
        var text = labels[String(typeof value === 'number' ? +value.toPrecision(12) : value)];
        return text === undefined ? '' : text;
      };
    }
    if (node.$tooltip) return tooltips[node.$tooltip];
    var out = {};
    Object.keys(node).forEach(function (key) { out[key] = revive(node[key]); });
    return out;
  }

  root.modelTrendsCharts = { revive: revive };
})(typeof globalThis !== 'undefined' ? globalThis : this);
