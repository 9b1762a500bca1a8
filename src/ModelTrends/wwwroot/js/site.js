// Keys for people who do not want to reach for the mouse: "/" searches, "?" lists the keys, "g" and a letter goes to a page.
(function () {
  'use strict';

  var search = document.getElementById('site-search');
  var help = document.getElementById('shortcuts');
  var places = { h: '/', s: '/share', r: '/race', b: '/leaderboards' };
  var isGoing = false;

  function keep(path) {
    var kept = new URLSearchParams();
    new URLSearchParams(location.search).forEach(function (value, name) { if (name === 'lang' || name === 'theme') kept.set(name, value); });
    var query = kept.toString();
    return path + (query ? '?' + query : '');
  }

  document.addEventListener('keydown', function (event) {
    var target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, [contenteditable]')) return;
    if (isGoing && places[event.key]) {
      location.assign(keep(places[event.key]));
    } else if (event.key === '/' && search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === '?' && help && help.showModal && !help.open) {
      event.preventDefault();
      help.showModal();
    }

    isGoing = event.key === 'g';
  });
}());
