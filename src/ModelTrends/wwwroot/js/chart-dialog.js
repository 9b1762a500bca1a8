// Makes a dialog of the files, link, citation and lines below a chart, with buttons that copy. Without it the same stands on the page as links and fields.
(function () {
  'use strict';

  function start() {
    document.querySelectorAll('details.take').forEach(make);
  }

  function make(take, number) {
    var body = take.querySelector('.take-body');
    var status = body.querySelector('.take-status');
    var words = take.dataset;
    var dialog = document.createElement('dialog');
    var head = document.createElement('header');
    var title = document.createElement('h2');
    var close = document.createElement('button');
    var open = document.createElement('button');
    if (!dialog.showModal) return;

    title.textContent = open.textContent = take.querySelector('summary').textContent.trim();
    title.id = 'take-title-' + number;
    close.textContent = words.close;
    close.type = open.type = 'button';
    open.className = 'take-open';
    open.setAttribute('aria-haspopup', 'dialog');
    dialog.className = 'take-dialog';
    dialog.setAttribute('aria-labelledby', title.id);
    head.append(title, close);
    dialog.append(head, body);
    take.after(open, dialog);
    take.remove();
    open.addEventListener('click', function () { say(''); dialog.showModal(); });
    close.addEventListener('click', function () { dialog.close(); });
    // A click on the backdrop, which belongs to the dialog itself.
    dialog.addEventListener('click', function (event) { if (event.target === dialog) dialog.close(); });
    // The page's keys click it.
    if (number === 0) open.dataset.key = 'd';

    function say(text, address) {
      status.textContent = text;
      if (!address) return;
      var link = document.createElement('a');
      link.href = link.textContent = address;
      status.append(' ', link);
    }

    function copy(field, name) {
      field.focus();
      field.select();
      // Pages without a secure connection have no clipboard: the text stays selected, and the reader is told what to press.
      if (!navigator.clipboard) { say(words.manual); return; }
      navigator.clipboard.writeText(field.value).then(function () { say(words.copied.replace('{0}', name)); }, function () { say(words.manual); });
    }

    body.querySelectorAll('[data-copy]').forEach(function (button) {
      button.hidden = false;
      button.addEventListener('click', function () { copy(document.getElementById(button.dataset.copy), button.dataset.name); button.focus(); });
    });

    body.querySelectorAll('[data-picture]').forEach(function (button) {
      if (!navigator.clipboard || !navigator.clipboard.write || !window.ClipboardItem) return;
      button.hidden = false;
      button.addEventListener('click', function () {
        var address = button.dataset.picture;
        // The promise goes in unresolved: some browsers allow writing only within the click.
        var png = fetch(address).then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.blob();
        });
        navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]).then(
          function () { say(words.copied.replace('{0}', button.dataset.name)); },
          function () { say(words.failed, address); });
      });
    });

    var form = body.querySelector('.take-freeze');
    if (!form) return;
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' } }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }).then(function (frozen) {
        var fields = body.querySelector('.take-frozen');
        fields.querySelectorAll('[data-pattern]').forEach(function (field) { field.value = field.dataset.pattern.replace('{id}', frozen.id); });
        fields.hidden = false;
        say('', frozen.address);
        fields.querySelector('textarea').focus();
      }).catch(function () { form.submit(); });
    });
  }

  document.addEventListener('modeltrends:shown', start);
  start();
}());
