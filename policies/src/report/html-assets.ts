/** The looks of the HTML report: light and dark as the reader has it, and readable on paper. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--dim:#555d66;--paper:#fff;--line:#d0d7de;--soft:#f4f6f8;--red:#b3261e;--amber:#7a4d00;--green:#196c2e;--link:#0550ae}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#a3adb8;--paper:#0d1117;--line:#3d444d;--soft:#161b22;--red:#ff8a80;--amber:#f0b429;--green:#7ee2a0;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:anywhere;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header,main,footer,form{max-width:70rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.5rem;margin:1.5rem 0 .25rem}h2{font-size:1.05rem;margin:0}
a{color:var(--link)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
code,.urn{font-family:ui-monospace,monospace;font-size:.875em}
.verdict{font-weight:600}.rejected{color:var(--red)}.accepted{color:var(--green)}
dl{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}dl div{border:1px solid var(--line);border-radius:.4rem;padding:.25rem .75rem}dt{font-size:.85rem;color:var(--dim)}dd{margin:0;font-weight:600}
form{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--line);padding:.6rem 1rem;display:flex;gap:.75rem;flex-wrap:wrap;align-items:end;z-index:1}
form[hidden]{display:none}
label{display:block;font-size:.8rem;color:var(--dim)}
input,select{font:inherit;color:inherit;background:var(--soft);border:1px solid var(--dim);border-radius:.3rem;padding:.25rem .4rem;max-width:100%}
:focus-visible{outline:3px solid var(--link);outline-offset:1px}
output{font-size:.9rem;padding-bottom:.3rem}
section{border:1px solid var(--line);border-radius:.4rem;margin:1rem 0;padding:.75rem 1rem;content-visibility:auto;contain-intrinsic-size:auto 12rem}
[hidden]{display:none}
.badges{margin:.25rem 0;color:var(--dim);font-size:.9rem}.outcome{font-weight:700}
.fail .outcome,.error .outcome{color:var(--amber)}.blocks .outcome{color:var(--red)}
ul{list-style:none;margin:.5rem 0 0;padding:0}li{content-visibility:auto;contain-intrinsic-size:auto 3.5rem;border-top:1px solid var(--line);padding:.4rem 0}
li p{margin:0}.dim{color:var(--dim);font-size:.9rem}
details{margin:.4rem 0}summary{cursor:pointer}
@media print{form{display:none}section,li{content-visibility:visible}}
`;

/** What makes the page search and filter. Without it everything is there to read. */
export const script = `
(() => {
  const form = document.querySelector('form');
  const told = document.querySelector('output');
  const fields = [...form.elements].filter((field) => field.name);
  let groups;
  const read = () => {
    groups ??= [...document.querySelectorAll('section[data-rule]')].map((section) => ({
      section,
      words: section.firstElementChild.textContent.toLowerCase(),
      rows: [...section.querySelectorAll('li')].map((row) => ({ row, hidden: false, words: row.textContent.toLowerCase() })),
    }));
    return groups;
  };
  const filter = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    const words = wanted.text.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const { section, words: head, rows } of read()) {
      const kind = ['severity', 'outcome', 'class', 'change'].every((name) =>
        !wanted[name] || section.dataset[name] === wanted[name] || (wanted[name] === 'blocking' && section.dataset.blocking === 'true'));
      const rest = words.filter((word) => !head.includes(word));
      const seen = kind ? rows.filter(({ words: own }) => rest.every((word) => own.includes(word))) : [];
      const some = seen.length;
      // Rows of a section that is not seen stay as they are: most words leave few sections.
      if (some > 0) {
        const set = new Set(seen);
        for (const entry of rows) {
          const hidden = !set.has(entry);
          if (entry.hidden === hidden) continue;
          entry.hidden = hidden;
          entry.row.hidden = hidden;
        }
      }
      if (section.hidden !== (some === 0)) section.hidden = some === 0;
      count += some;
    }
    told.textContent = count === 1 ? '1 finding shown' : count + ' findings shown';
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  form.addEventListener('input', filter);
  (window.requestIdleCallback ?? setTimeout)(read);
})();
`;
