import { CLASS_INK, INK, STATE_INK } from '../ink';

const WIDTHS = Array.from({ length: 100 }, (_, index) => `.w${index + 1}{width:${index + 1}%}`).join('');

/**
 * The single style sheet of every page: the colours of paper in any theme; a table's header stays visible
 * while scrolling, and is repeated on each sheet of A4. Columns have the widths of the PDF, so that a browser
 * need not measure each cell of ten thousand hosts first.
 */
export const STYLE = `:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:${INK.raised};color:${INK.text};font:14px/1.5 Inter,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 40px 48px;background:${INK.paper}}
.mast{display:flex;align-items:center;gap:8px;border-bottom:1px solid ${INK.text};padding-bottom:10px;font-weight:600}
.mast svg{width:22px;height:22px}
.mast .no{margin-left:auto;color:${INK.third};font-weight:400;font-variant-numeric:tabular-nums}
h1{font-size:28px;line-height:1.25;margin:18px 0 14px;overflow-wrap:anywhere}
h2{font-size:18px;line-height:1.3;margin:36px 0 10px}
h2 .n{color:${INK.third};font-weight:400;margin-right:8px}
h3{font-size:14px;margin:20px 0 6px;overflow-wrap:anywhere}
p{margin:6px 0;color:${INK.second};overflow-wrap:anywhere}
p.strong{color:${INK.text};font-weight:600;margin-bottom:0}
p.strong+p{margin-top:0}
ol,ul{margin:6px 0;padding-left:24px;color:${INK.second};overflow-wrap:anywhere}
a{color:inherit}
a:focus-visible,div:focus-visible{outline:2px solid ${INK.text};outline-offset:2px}
dl{display:grid;grid-template-columns:150px minmax(0,1fr);gap:3px 12px;margin:0 0 18px}
dt{color:${INK.third}}
dd{margin:0;overflow-wrap:anywhere}
.boxes{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));border:1px solid ${INK.text};padding:0;margin:0 0 14px;list-style:none}
.boxes li{padding:10px 14px;color:${INK.second};font-size:13px}
.boxes li+li{border-left:1px solid ${INK.edge}}
.boxes b{display:block;font-size:22px;line-height:1.3;color:${INK.text}}
.defined{background:${INK.raised};border-left:3px solid ${INK.text};padding:10px 14px;color:${INK.text}}
nav{margin:18px 0 0;border-top:1px solid ${INK.line};padding-top:10px}
nav ol{columns:2;column-gap:32px;margin:4px 0}
nav a{display:inline-block;min-width:24px;line-height:24px}
table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:4px 10px 4px 0;overflow-wrap:anywhere;font-weight:400}
thead th{position:sticky;top:0;background:${INK.paper};color:${INK.third};vertical-align:bottom;box-shadow:inset 0 -1px ${INK.text}}
tbody tr{border-bottom:1px solid ${INK.line}}
tfoot tr{border-bottom:1px solid ${INK.edge}}
tfoot th,tfoot td{font-weight:600}
.r{text-align:right;font-variant-numeric:tabular-nums}
th:last-child,td:last-child{padding-right:0}
span{display:block}
h2 .n,.mast span,.key span{display:inline}
.small{color:${INK.third};font-size:12px}
.strong{font-weight:600}
.machine,.evidence{font-family:"JetBrains Mono",ui-monospace,Consolas,Menlo,monospace;font-size:12px;color:${INK.second}}
td svg,th svg{width:13px;height:13px;vertical-align:-2px;margin-right:5px}
.chart{display:block;width:100%;height:auto;margin:4px 0}
.chart text{font-size:9px;fill:${INK.third}}
.key{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;color:${INK.second};font-size:12px}
.key svg{width:10px;height:10px;margin-right:5px}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:40px;margin-top:72px}
.sign p{border-top:1px solid ${INK.text};color:${INK.third};font-size:12px;padding-top:4px}
${Object.entries(STATE_INK)
  .map(([state, ink]) => `.${state}{color:${ink}}`)
  .join('')}
${Object.entries(CLASS_INK)
  .map(([name, ink]) => `.${name}{color:${ink}}`)
  .join('')}
${WIDTHS}
@media screen{.long{content-visibility:auto;contain-intrinsic-size:auto 7000px}}
@media screen and (max-width:820px){main{padding:20px 16px}.wide{overflow-x:auto}.wide table{min-width:760px}thead th{position:static}nav ol{columns:1}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:6px}}
@page{size:A4;margin:14mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:${INK.third}}}
@media print{body{background:none;font-size:9pt}main{max-width:none;padding:0}nav{display:none}table{font-size:7.6pt}.small,.machine,.evidence{font-size:6.8pt}.boxes{grid-template-columns:repeat(auto-fit,minmax(28mm,1fr))}.boxes li{padding:6pt 8pt;font-size:8pt}.boxes b{font-size:15pt}h1{font-size:20pt}h2{font-size:12pt;margin-top:16pt}h1,h2,h3{break-after:avoid}thead{display:table-header-group}thead th{position:static;box-shadow:none;border-bottom:1px solid ${INK.text}}tfoot{display:table-row-group}tr,.boxes,.chart,.sign{break-inside:avoid}th,td{padding:2pt 6pt 2pt 0}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
