// Keys for people who do not want to reach for the mouse: "/" searches, "?" lists the keys, "g" and a letter goes to a page, and what
// carries data-key is clicked by that key. All of them can be switched off, since they are in the way of those who speak to their machine.
(function () {
  'use strict';

  var search = document.getElementById('site-search');
  var help = document.getElementById('shortcuts');
  var off = document.getElementById('shortcuts-off');
  var places = { h: '/', s: '/share', r: '/race', b: '/leaderboards', d: '/definitions', m: '/method' };
  var isGoing = false;

  function isOff() {
    // A browser may forbid storage; then the keys are on.
    try { return localStorage.getItem('modeltrends-keys') === 'off'; } catch (denied) { return false; }
  }

  function keep(path) {
    var kept = new URLSearchParams();
    new URLSearchParams(location.search).forEach(function (value, name) { if (name === 'lang' || name === 'theme') kept.set(name, value); });
    var query = kept.toString();
    return path + (query ? '?' + query : '');
  }

  function press(key) {
    var target = Array.from(document.querySelectorAll('[data-key]')).find(function (element) { return element.dataset.key === key && element.getClientRects().length > 0; });
    if (target) target.click();
    return !!target;
  }

  document.addEventListener('keydown', function (event) {
    var target = event.target;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (help && help.open) || target.closest('input, textarea, select, [contenteditable]')) return;
    if (isOff() && event.key !== 'Escape') return;
    if (isGoing && places[event.key]) {
      location.assign(keep(places[event.key]));
    } else if (event.key === '/' && search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === '?' && help && help.showModal) {
      event.preventDefault();
      help.showModal();
    } else if (event.key.length === 1 || event.key === 'Escape') {
      if (press(event.key)) event.preventDefault();
    }

    isGoing = event.key === 'g';
  });

  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-help]') && help && help.showModal) { event.preventDefault(); help.showModal(); }
  });

  if (off) {
    off.checked = isOff();
    off.addEventListener('change', function () {
      try { localStorage.setItem('modeltrends-keys', off.checked ? 'off' : 'on'); } catch (denied) { off.checked = false; }
    });
  }

  // What costs the server a look is folded away for those without a script; a picture in it is fetched when it comes near.
  document.querySelectorAll('details[data-opens]').forEach(function (folded) { folded.open = true; });
}());
