// Runs before the first paint, so that a page in the dark does not flash white.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  let chosen = null;
  try { chosen = localStorage.getItem('xqt.theme'); } catch { /* a private window keeps nothing */ }

  const apply = () => {
    const dark = (chosen ?? (system.matches ? 'dark' : 'light')) === 'dark';
    root.dataset.theme = dark ? 'dark' : 'light';
    document.querySelector('meta[name=theme-color]').setAttribute('content', dark ? '#121514' : '#f7f6f2');
    const button = document.getElementById('theme');
    button?.setAttribute('aria-label', dark ? '切换到浅色' : '切换到深色');
    button?.querySelector('use').setAttribute('href', dark ? '#i-sun' : '#i-moon');
  };
  const toggle = () => {
    chosen = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('xqt.theme', chosen); } catch { /* it holds until the page is closed */ }
    apply();
  };

  apply();
  system.addEventListener('change', apply);
  document.addEventListener('DOMContentLoaded', () => {
    apply();
    document.getElementById('theme').addEventListener('click', toggle);
  });
})();
