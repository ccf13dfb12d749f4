import { dayColours, diagramStyle } from '../diagram/svg';

const night =
  '--paper:#161b22;--ink:#e8edf3;--soft-ink:#a9b4c1;--band:#1f2731;--rule:#36404d;--green:#4cc38a;--amber:#f0a83c;--red:#ff7b7f;--grey:#98a3b0;--link:#7db7ff;--back:#0e1217';
const day = `${dayColours};--link:#0b57b8;--back:#f6f8fa`;

/** The style of the page: calm, for screens of any width, day and night, and paper. */
export const pageStyle = `
:root{${day};color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{${night}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:3.6rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
header.top,main,footer{max-width:74rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:2rem}
h1{font-size:clamp(1.6rem,4vw,2.3rem);line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.45rem;line-height:1.25;margin:0 0 .4rem}
h3{font-size:1.08rem;margin:1.4rem 0 .4rem}
p{margin:.4rem 0 .8rem;max-width:46rem}
.lead{color:var(--soft-ink);margin:.2rem 0}
.edition{display:inline-block;border:1px solid var(--rule);border-radius:99px;padding:.1rem .8rem;font-size:.85rem;background:var(--paper)}
nav.pages{position:sticky;top:0;z-index:5;background:var(--back);border-bottom:1px solid var(--rule);margin-top:1.2rem}
nav.pages ul{list-style:none;display:flex;gap:.2rem 1rem;margin:0 auto;padding:.55rem 1.25rem;max-width:74rem;overflow-x:auto;white-space:nowrap;font-size:.92rem}
nav.pages a{text-decoration:none}nav.pages a:hover{text-decoration:underline}
section.page{background:var(--paper);border:1px solid var(--rule);border-radius:12px;padding:1.4rem 1.5rem;margin:1.4rem 0}
.says{font-size:1.15rem;line-height:1.45;max-width:52rem}
.lights{display:grid;gap:.7rem;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));padding:0;margin:.6rem 0 1rem;list-style:none}
.light{border:1px solid var(--rule);border-left:6px solid var(--tone);border-radius:8px;padding:.6rem .8rem}
.light strong{display:block}.light small{color:var(--soft-ink);display:block;line-height:1.4}
.green{--tone:var(--green)}.amber{--tone:var(--amber)}.red{--tone:var(--red)}.grey{--tone:var(--grey)}
.tag{display:inline-block;border:1.5px solid var(--tone);color:var(--ink);border-radius:99px;padding:0 .6rem;font-size:.84rem;white-space:nowrap;line-height:1.5}
.tag::before{content:"";display:inline-block;width:.6em;height:.6em;border-radius:50%;background:var(--tone);margin-right:.4em}
.tag.red::before{border-radius:1px}.tag.amber::before{border-radius:50% 50% 0 0}.tag.grey::before{background:none;border:1.5px solid var(--tone)}
.tone{color:var(--tone);font-weight:600}
ol.worst{padding-left:1.3rem}ol.worst li{margin:.35rem 0}
.scroll{overflow-x:auto;margin:.6rem 0 1rem}
table{overflow-wrap:break-word;border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.45}
caption{text-align:left;color:var(--soft-ink);padding:.2rem 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .7rem .42rem 0;border-bottom:1px solid var(--rule)}
th{font-weight:650}thead th{color:var(--soft-ink);font-weight:600}
td.n,th.n{text-align:right;white-space:nowrap}
.nowrap{white-space:nowrap}
.diagram{display:block;width:100%;height:auto;margin:.8rem auto}
.diagram.wide{max-width:52rem}.diagram.narrow{display:none;max-width:30rem}
.legend{display:flex;flex-wrap:wrap;gap:.4rem .8rem;padding:0;margin:.4rem 0;list-style:none}
.filters{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.7rem;margin:.8rem 0;padding:.9rem;background:var(--band);border-radius:8px}
.filters label{display:block;font-size:.88rem;color:var(--ink)}
.filters input,.filters select{display:block;width:100%;font:inherit;padding:.35rem .5rem;border:1px solid var(--soft-ink);border-radius:6px;background:var(--paper);color:var(--ink);min-height:2.4rem}
.filters output{align-self:end;color:var(--ink);padding-bottom:.4rem}
.threat{border:1px solid var(--rule);border-left:6px solid var(--tone);border-radius:8px;padding:.8rem 1rem;margin:.8rem 0}
.threat h3{margin:0 0 .3rem}.threat .id{color:var(--soft-ink);font-weight:600;margin-right:.4rem}
.facts{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:var(--soft-ink);font-size:.9rem;margin:.3rem 0}
.threat ul{margin:.3rem 0;padding-left:1.2rem}
.threat dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.15rem 1rem;margin:.5rem 0;font-size:.94rem}
.threat dt{color:var(--soft-ink)}.threat dd{margin:0}
details{margin:.4rem 0}summary{cursor:pointer;color:var(--link);padding:.15rem 0;width:fit-content}
.measures{list-style:none;padding:0!important}.measures li{display:grid;grid-template-columns:9.2rem 1fr;gap:.2rem .7rem;margin:.3rem 0}
.measures .tag{justify-self:start;align-self:start}
.hole{background:repeating-linear-gradient(45deg,transparent 0 6px,var(--band) 6px 12px);outline:2px dashed var(--red);outline-offset:-3px}
.matrix td{text-align:center;padding:.3rem;border:1px solid var(--rule)}.matrix th{padding:.3rem .6rem;border:1px solid var(--rule)}.matrix td.none{background:var(--band)}
.bar{display:block;width:100%;min-width:9rem;height:12px}
.bar .covered{fill:var(--green)}.bar .violated{fill:var(--red)}.bar .waived{fill:var(--amber)}.bar .claimed{fill:var(--link)}.bar .not-covered{fill:var(--rule)}
code{font-size:.9em;background:var(--band);padding:.05rem .3rem;border-radius:4px}
footer{color:var(--soft-ink);padding-bottom:3rem;font-size:.9rem}
[hidden]{display:none!important}
@media (max-width:40rem){
section.page{padding:1rem;margin:1rem -.5rem;border-radius:8px}
.diagram.wide{display:none}.diagram.narrow{display:block}
.measures li,.threat dl{grid-template-columns:1fr}.threat dt{margin-top:.3rem}
.cards table,.cards tbody,.cards tr,.cards td,.cards th[scope=row]{display:block}.cards thead{display:none}
.cards tr{border-bottom:1px solid var(--rule);padding:.5rem 0}.cards td,.cards th[scope=row]{border:0;padding:.1rem 0;text-align:left}
.cards td[data-label]::before{content:attr(data-label) ": ";color:var(--soft-ink)}
}
${diagramStyle}
@media print{
@page{size:A4;margin:14mm}
:root{${day};color-scheme:light}
html{font-size:11.5px}body{background:#fff;font-size:1rem;line-height:1.4}
.threat{padding:.4rem .8rem;margin:.5rem 0}.threat details:not([open]){display:none}td,th{padding:.25rem .5rem .25rem 0}p{margin:.2rem 0 .5rem}.measures li{margin:.15rem 0}.facts{margin:.1rem 0}
nav.pages,.filters,.skip{display:none}
header.top,main,footer{max-width:none;padding:0}
section.page{border:0;padding:0;margin:0 0 6mm}
h2,h3{break-after:avoid}tr,.threat,.light,li{break-inside:avoid}
#picture{break-before:page}.diagram.wide{display:block;max-height:215mm}.diagram.narrow{display:none}
.diagram{break-inside:avoid}.scroll{overflow:visible}a{color:inherit;text-decoration:none}
}

`;
