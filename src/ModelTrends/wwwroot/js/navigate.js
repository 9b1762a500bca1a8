// Controls are links and forms that lead to addresses. Here the same address is fetched and only the page's middle is changed, so that the
// reader stays where he is. Back and forward work as ever; whatever fails here is left to the browser.
(function () {
  'use strict';

  var said = document.createElement('p');
  said.className = 'visually-hidden';
  said.setAttribute('aria-live', 'polite');
  document.body.appendChild(said);
  var asked = null;

  function swap(from, selector) {
    var here = document.querySelector(selector);
    var there = from.querySelector(selector);
    if (here && there) here.replaceWith(there);
  }

  // What had the focus before, found again by what it is called.
  function place(element) {
    if (!element || element === document.body) return null;
    if (element.id) return '#' + CSS.escape(element.id);
    if (element.dataset.end) return '.range-handle[data-end="' + element.dataset.end + '"]';
    if (element.name) return element.tagName.toLowerCase() + '[name="' + CSS.escape(element.name) + '"]';
    if (element.dataset.series) return '.legend [data-series="' + CSS.escape(element.dataset.series) + '"]';
    if (element.dataset.key) return '[data-key="' + CSS.escape(element.dataset.key) + '"]';
    var group = element.closest('[data-group]');
    return group ? '[data-group="' + group.dataset.group + '"] [aria-current]' : element.classList.contains('chart-picture') ? '.chart-picture' : null;
  }

  function go(address, isBack) {
    var url = new URL(address, location.href);
    if (asked) asked.abort();
    asked = new AbortController();
    var main = document.getElementById('content');
    var focus = place(document.activeElement);
    main.setAttribute('aria-busy', 'true');
    return fetch(url, { headers: { Accept: 'text/html' }, signal: asked.signal }).then(function (answer) {
      return answer.text();
    }).then(function (html) {
      var page = new DOMParser().parseFromString(html, 'text/html');
      if (!page.getElementById('content')) throw new Error('There is no such page.');
      var open = Array.from(document.querySelectorAll('main details[open]')).map(function (details) { return details.className; });
      if (!isBack) history.pushState(null, '', url);
      document.dispatchEvent(new CustomEvent('modeltrends:leaving'));
      ['#content', '.switches', 'link[rel=canonical]'].forEach(function (selector) { swap(page, selector); });
      document.title = page.title;
      document.querySelectorAll('link[hreflang]').forEach(function (link) { link.remove(); });
      page.querySelectorAll('link[hreflang]').forEach(function (link) { document.head.appendChild(link); });
      open.forEach(function (name) {
        var details = name && document.querySelector('main details.' + name.split(' ')[0]);
        if (details) details.open = true;
      });
      // First the scripts show what needs them: what is hidden takes no focus.
      document.dispatchEvent(new CustomEvent('modeltrends:shown'));
      var again = focus && document.querySelector(focus);
      if (again) again.focus({ preventScroll: true });
      var title = document.querySelector('main h1');
      said.textContent = title ? title.textContent : '';
    }).catch(function (fault) {
      if (fault.name !== 'AbortError') location.assign(url);
    });
  }

  // Only states of this very page; other pages are loaded as pages.
  function isState(url) {
    return url.origin === location.origin && url.pathname === location.pathname && !url.hash;
  }

  function addressOf(form) {
    var data = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (value === '') return;
      data.set(name, data.has(name) ? data.get(name) + ',' + value : value);
    });
    return form.action.split('?')[0] + '?' + data.toString().replace(/%2C/g, ',').replace(/%3A/g, ':');
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest('main a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target || link.hasAttribute('download')) return;
    var url = new URL(link.href);
    if (!isState(url)) return;
    event.preventDefault();
    go(url);
  });

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.method !== 'get' || !form.matches('.chart-controls')) return;
    var url = new URL(addressOf(form), location.href);
    if (!isState(url)) return;
    event.preventDefault();
    go(url);
  });

  // A choice is an answer; the button stays for those without a script and for the boxes.
  document.addEventListener('change', function (event) {
    if (event.target.matches('.chart-controls select')) event.target.form.requestSubmit();
  });

  window.addEventListener('popstate', function () { go(location.href, true); });
  window.modelTrendsGo = go;
}());
