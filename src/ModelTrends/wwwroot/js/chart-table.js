// Tables of numbers: sorted by any column, copied as spreadsheets take them; charts on the whole screen.
(function () {
  'use strict';

  function valueOf(row, column) {
    var cell = row.cells[column];
    var raw = cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
    var number = raw === '' ? NaN : Number(raw);
    return isNaN(number) ? raw : number;
  }

  function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a !== typeof b) return typeof a === 'number' ? 1 : -1;
    return String(a).localeCompare(String(b), document.documentElement.lang);
  }

  function sort(table, column, head) {
    var isUp = head.getAttribute('aria-sort') === 'descending';
    table.querySelectorAll('th[aria-sort]').forEach(function (other) { other.removeAttribute('aria-sort'); });
    head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
    var body = table.tBodies[0];
    Array.from(body.rows)
      .map(function (row, i) { return { row: row, i: i, value: valueOf(row, column) }; })
      .sort(function (a, b) { return (isUp ? 1 : -1) * compare(a.value, b.value) || a.i - b.i; })
      .forEach(function (item) { body.appendChild(item.row); });
  }

  function makeSortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.title = table.dataset.sort;
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('click', function () { sort(table, column, head); });
    });
  }

  function textOf(table) {
    return Array.from(table.rows).map(function (row) {
      return Array.from(row.cells).map(function (cell) {
        var text = cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
        // A cell that begins like a formula would be run by the spreadsheet it is pasted into.
        return (/^[=+@\t]|^-(?![\d.])/.test(text) ? '\'' : '') + text.replace(/[\t\r\n]+/g, ' ');
      }).join('\t');
    }).join('\n');
  }

  function start() {
    document.querySelectorAll('table.chart-table[data-sort]').forEach(makeSortable);
    document.querySelectorAll('.needs-script').forEach(function (part) {
      if (!part.querySelector('[data-fullscreen]') || document.fullscreenEnabled) part.hidden = false;
    });
  }

  document.addEventListener('click', function (event) {
    var copy = event.target.closest('[data-copy-table]');
    if (copy) {
      navigator.clipboard.writeText(textOf(document.getElementById(copy.dataset.copyTable))).then(function () { copy.setAttribute('data-done', ''); });
      return;
    }

    var full = event.target.closest('[data-fullscreen]');
    if (!full) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else full.closest('.chart-frame').requestFullscreen();
  });

  document.addEventListener('modeltrends:shown', start);
  start();
}());
