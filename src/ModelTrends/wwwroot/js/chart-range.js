// The strip under a chart over time: all days of the source, and a window over those that are shown. Mouse, finger and arrow keys move its ends.
(function () {
  'use strict';

  var Day = 86400000;

  function time(text) { return Date.parse(text + 'T00:00:00Z'); }

  function iso(day) { return new Date(day).toISOString().slice(0, 10); }

  // "14 Jun 2024" in English, as everywhere else on the page; other languages have one order of their own.
  function dayWords(lang) {
    var words = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
    if (lang !== 'en') return words;
    return {
      format: function (day) {
        var part = {};
        words.formatToParts(day).forEach(function (p) { part[p.type] = p.value; });
        return part.day + ' ' + part.month + ' ' + part.year;
      }
    };
  }

  function Strip(box) {
    this.box = box;
    this.strip = box.querySelector('.range-strip');
    this.first = time(box.dataset.first);
    this.last = time(box.dataset.last);
    this.from = Math.max(this.first, time(box.dataset.from));
    this.to = Math.min(this.last, time(box.dataset.to));
    this.words = dayWords(box.dataset.lang);
    this.ticks();
    this.show();
    this.listen();
  }

  Strip.prototype.part = function (day) { return (day - this.first) / (this.last - this.first); };

  Strip.prototype.ticks = function () {
    var long = this.last - this.first > 800 * Day;
    var words = new Intl.DateTimeFormat(this.box.dataset.lang, long ? { year: 'numeric', timeZone: 'UTC' } : { month: 'short', timeZone: 'UTC' });
    var month = new Date(this.first);
    month = Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1);
    for (; month < this.last; month = Date.UTC(new Date(month).getUTCFullYear(), new Date(month).getUTCMonth() + 1, 1)) {
      if (long && new Date(month).getUTCMonth() !== 0) continue;
      var tick = document.createElement('span');
      tick.className = 'range-tick';
      tick.style.insetInlineStart = (this.part(month) * 100) + '%';
      tick.textContent = this.part(month) < 0.94 ? words.format(month) : '';
      this.strip.appendChild(tick);
    }
  };

  Strip.prototype.show = function () {
    var self = this;
    var view = this.strip.querySelector('.range-window');
    view.style.insetInlineStart = (this.part(this.from) * 100) + '%';
    view.style.width = ((this.part(this.to) - this.part(this.from)) * 100) + '%';
    this.strip.querySelectorAll('.range-handle').forEach(function (handle) {
      var day = self[handle.dataset.end];
      handle.style.insetInlineStart = (self.part(day) * 100) + '%';
      handle.setAttribute('aria-valuemin', self.first / Day);
      handle.setAttribute('aria-valuemax', self.last / Day);
      handle.setAttribute('aria-valuenow', day / Day);
      handle.setAttribute('aria-valuetext', self.words.format(day));
      handle.title = self.words.format(day);
    });
  };

  Strip.prototype.set = function (end, day) {
    day = Math.round(Math.min(this.last, Math.max(this.first, day)) / Day) * Day;
    if (end === 'from') this.from = Math.min(day, this.to - Day);
    else this.to = Math.max(day, this.from + Day);
    this.show();
  };

  Strip.prototype.go = function () {
    var address = this.box.dataset.address;
    var more = [];
    if (this.from > this.first) more.push('from=' + iso(this.from));
    if (this.to < this.last) more.push('to=' + iso(this.to));
    if (more.length) address += (address.indexOf('?') < 0 ? '?' : '&') + more.join('&');
    if (window.modelTrendsGo) window.modelTrendsGo(address); else location.assign(address);
  };

  Strip.prototype.listen = function () {
    var self = this;
    var timer = 0;
    var held = null;

    function dayAt(event) {
      var box = self.strip.getBoundingClientRect();
      return self.first + ((event.clientX - box.left) / box.width * (self.last - self.first));
    }

    this.strip.addEventListener('pointerdown', function (event) {
      var handle = event.target.closest('.range-handle');
      var view = event.target.closest('.range-window');
      held = handle ? { end: handle.dataset.end } : view ? { from: self.from, to: self.to, at: dayAt(event) } : null;
      if (!held) return;
      self.strip.setPointerCapture(event.pointerId);
      if (handle) handle.focus();
      event.preventDefault();
    });
    this.strip.addEventListener('pointermove', function (event) {
      if (!held) return;
      held.hasMoved = true;
      if (held.end) return self.set(held.end, dayAt(event));
      var by = Math.max(self.first - held.from, Math.min(self.last - held.to, dayAt(event) - held.at));
      self.from = Math.round((held.from + by) / Day) * Day;
      self.to = Math.round((held.to + by) / Day) * Day;
      self.show();
    });
    this.strip.addEventListener('pointerup', function () {
      var moved = held && held.hasMoved;
      held = null;
      if (moved) self.go();
    });
    this.strip.addEventListener('keydown', function (event) {
      var end = event.target.dataset.end;
      var step = { ArrowLeft: -7, ArrowDown: -7, ArrowRight: 7, ArrowUp: 7, PageUp: 30, PageDown: -30 }[event.key];
      if (!end || (!step && event.key !== 'Home' && event.key !== 'End')) return;
      event.preventDefault();
      self.set(end, step ? self[end] + (step * Day) : event.key === 'Home' ? self.first : self.last);
      clearTimeout(timer);
      timer = setTimeout(function () { self.go(); }, 600);
    });
  };

  function start() {
    document.querySelectorAll('.range[data-first]').forEach(function (box) {
      box.hidden = false;
      new Strip(box);
    });
  }

  document.addEventListener('modeltrends:shown', start);
  start();
}());
