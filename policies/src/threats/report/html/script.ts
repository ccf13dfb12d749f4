/** The filters of the register. Everything can be read without them. */
export const pageScript = `
(() => {
  const form = document.querySelector('.filters');
  if (!form) return;
  const cards = [...document.querySelectorAll('.threat')];
  const said = form.querySelector('output');
  const show = () => {
    const want = Object.fromEntries(new FormData(form));
    const text = String(want.text || '').toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const fits = ['status', 'class', 'stage', 'consequence', 'phase'].every(
        (name) => !want[name] || (card.dataset[name] || '').split(' ').includes(want[name]),
      ) && (!text || card.textContent.toLowerCase().includes(text));
      card.hidden = !fits;
      if (fits) shown++;
    }
    said.textContent = shown === cards.length ? cards.length + ' threats' : shown + ' of ' + cards.length + ' threats';
  };
  form.hidden = false;
  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  const reveal = () => {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card && card.hidden) { form.reset(); show(); card.scrollIntoView(); }
  };
  addEventListener('hashchange', reveal);
  show();
  reveal();
})();
`;
