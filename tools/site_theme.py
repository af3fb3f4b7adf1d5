"""The theme of the docs site: what docs_site.py rendered, inside MkDocs with Material (navigation, contents, search without a network, light and dark).

MkDocs loads this file as its hook: a page's Markdown file holds HTML already, which goes around Markdown as it is; the list of contents
is read from its headings.
"""
import ast, html, re
from pathlib import Path
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.toc import get_toc
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import BashLexer, PythonLexer

CSS = """.md-typeset .cell-output { overflow-x: auto; border-left: 2px solid #e8a090; padding-left: .6rem }
.md-typeset .cell-output pre > code { background: none; padding: .2em 0 } .md-typeset .cell-output > pre { border: 0; margin-left: 0 }
.md-typeset img, .md-typeset svg { max-width: 100%; height: auto } .md-typeset .description { font-size: 1.05em; opacity: .8; margin-top: 0 }
.md-typeset .cell-output :is(img, svg) { max-width: max(100%, 30rem) } .md-typeset svg :is([font-size="8"], [font-size="9"]) { font-size: 10px }
.md-typeset .cell-output svg:not([width]) { min-width: 45rem } .md-typeset p:has(> math) { overflow: auto hidden }
@media (max-width: 44.9em) { .md-typeset table:not([class]) :is(td, th) { padding: .4em .6em; min-width: 0 } }
@media (max-width: 44.9em) { .md-typeset table code { word-break: normal } } .md-typeset .cell-output > pre.columns { white-space: pre; overflow-wrap: normal }
.md-typeset h1 { margin-bottom: .5em } .md-grid { max-width: 76rem } .md-typeset .hvae-page { color-scheme: light; overflow: hidden }
.md-typeset .hvae-page .drawing { max-width: 100%; overflow-x: auto } .md-typeset .hvae-page figcaption { margin: .3em 0 0; font-style: normal }
.md-typeset table.fastprogress tr { background: inherit !important } /* light rows of fastai's tables, on a dark page too */
.md-typeset table.dataframe { font-size: .64rem; border-collapse: collapse } .md-typeset table.dataframe :is(td, th) { padding: .25em .6em }
[data-md-color-scheme=slate] .cell-output :is(img, svg) { background: #fff } .md-typeset math { font-size: 1.05em }
.md-typeset math[display=block] { overflow-x: auto; max-width: 100% } .md-typeset details.checks { font-size: .6rem }
.md-typeset table { display: block; max-width: 100%; overflow-x: auto } .symbols { columns: 16rem; font-size: .7rem } .symbols p { margin: 0 }
[data-md-color-scheme=default] { --md-typeset-a-color: #1a56b0; --md-default-fg-color--light: #000000b0; --md-code-hl-comment-color: #5c5f66;
  --md-code-hl-operator-color: #50545c; --md-code-hl-punctuation-color: #50545c; --md-code-hl-string-color: #1a6b3c; --md-code-hl-number-color: #b02a37;
  --md-code-hl-keyword-color: #2f5bb0; --md-code-hl-constant-color: #6b3fa0; --md-code-hl-function-color: #8a3b8a; --md-code-hl-special-color: #a8326e }
[data-md-color-scheme=slate][data-md-color-primary] { --md-typeset-a-color: #8ab4f8 }
[data-md-color-scheme=slate] { --md-code-hl-comment-color: #a9adb8; --md-code-hl-operator-color: #b8bcc6;
  --md-code-hl-punctuation-color: #b8bcc6; --md-code-hl-string-color: #8fd3a6; --md-code-hl-number-color: #ff9aa2; --md-code-hl-keyword-color: #9db9ff;
  --md-code-hl-constant-color: #c9a8ff; --md-code-hl-function-color: #e3a3e3; --md-code-hl-special-color: #ff9ecb; --md-default-fg-color--light: #ffffffb8 }
[data-md-color-scheme] { --md-footer-fg-color--lighter: #ffffffd0; --md-footer-fg-color--light: #ffffffd0 }
.versions { font: inherit; font-size: .7rem; color: #fff; background: #303f9f; border: 1px solid #ffffff90; border-radius: .2rem; padding: .1rem .2rem }
.md-typeset a { text-decoration: underline; text-underline-offset: .15em } .md-typeset .symbols a { text-decoration: none }
"""
SCRIPT = """// names for screen readers that the theme leaves out
document$.subscribe(() => setTimeout(() => {
  document.querySelectorAll('[role=dialog]').forEach(e => e.setAttribute('aria-label', 'Search'))
  document.querySelectorAll('.md-code__nav').forEach((e, i) => e.setAttribute('aria-label', `Code ${i + 1}`))
  document.querySelectorAll('table, .cell-output, pre > code, .drawing, math[display=block], p, .md-typeset__scrollwrap').forEach(e => { if (e.scrollWidth > e.clientWidth) e.tabIndex = 0 })
}, 100))
// the other versions of these pages, where the site has some
const home = new URL(JSON.parse(document.getElementById('__config').textContent).base.replace(/\\/?$/, '/UP'), location)
fetch(new URL('versions.json', home)).then(found => found.ok ? found.json() : []).then(versions => {
  if (versions.length < 2) return
  const select = document.createElement('select')
  select.className = 'versions'
  select.setAttribute('aria-label', 'Version of these pages')
  versions.forEach(v => select.add(new Option(v.name, v.path, false, v.name === 'RELEASE')))
  select.onchange = () => { location = new URL(select.value + 'index.html', home) }
  document.querySelector('.md-header__title').after(select)
}).catch(() => {}) // files that no server hands out have no other versions
"""
FEATURES = ['navigation.prune', 'navigation.top', 'navigation.footer', 'toc.follow', 'content.code.copy', 'search.suggest', 'search.highlight']
PALETTE = [dict(media='(prefers-color-scheme: light)', scheme='default', primary='indigo', toggle=dict(icon='material/weather-night', name='Dark')),
           dict(media='(prefers-color-scheme: dark)', scheme='slate', primary='indigo', toggle=dict(icon='material/weather-sunny', name='Light'))]
_bodies = {}

def on_page_markdown(markdown, page, config, files):
    "MkDocs' hook: keep the HTML apart, so that nothing is done to it."
    _bodies[page.file.src_uri] = markdown
    return ''

def on_page_content(text, page, config, files):
    "MkDocs' hook: the HTML is the page, its headings are the contents; the front page has the room of both sides."
    body = in_order(_bodies.pop(page.file.src_uri))
    if page.file.src_uri == 'index.md': page.meta['hide'] = ['toc']
    page.toc = get_toc(nested(re.findall(r'<h([23])[^>]* id="([^"]+)"[^>]*>(.*?)</h\1>', body, re.S)))
    return body

def on_post_page(output, page, config):
    "MkDocs' hook: lists of a heading's parts are not called as a section of the site may be."
    return output.replace('<nav class="md-nav" aria-label="', '<nav class="md-nav" aria-label="On this page: ')

def nested(headings):
    "Headings as the tree that MkDocs reads; the text is without markup."
    tree = []
    for level, anchor, text in headings:
        text = html.unescape(re.sub(r'<annotation.*?</annotation>|<[^>]+>', '', text)).strip()
        token = dict(level=int(level), id=anchor, name=html.escape(text), children=[])
        inside = tree[-1]['children'] if level == '3' and tree and tree[-1]['level'] == 2 else tree
        inside.append(token)
    return tree

def in_order(body):
    "HTML whose headings go down by one level at a time from the page's title: `### name` may come before any `## part`."
    above = []
    def level(m):
        while above and above[-1] >= int(m[1]): above.pop()
        above.append(int(m[1]))
        return f'<h{len(above)}{m[2]}</h{len(above)}>'
    return re.sub(r'<h([1-6])\b(.*?)</h\1>', level, body, flags=re.S)

def coloured(body):
    "HTML with the code of Python and of the shell in colours, empty headers of tables as cells, and printed columns that keep their lines."
    lexers = dict(python=PythonLexer, sh=BashLexer)
    def colour(m):
        code = highlight(html.unescape(m[2]), lexers[m[1]](), HtmlFormatter(nowrap=True))
        return f'<div class="highlight"><pre><span></span><code>{code}</code></pre></div>'
    def columns(m):
        lines = html.unescape(m[1]).splitlines()
        apart = sum(bool(re.search(r'\S {2,}\S', o)) for o in lines)
        return f'<pre class="columns"><code>{m[1]}</code></pre>' if apart > 1 and 2*apart >= len(lines) else m[0]
    body = re.sub(r'<pre(?: class="stdout")?><code>([^<]*)</code></pre>', columns, body)
    body = re.sub(r'<th([^>]*)>\s*</th>', r'<td\1></td>', body) # a header without words is none
    return re.sub(r'<pre\s+class="(python|sh)"><code>(.*?)</code></pre>', colour, body, flags=re.S)

def only_checks(src):
    "Whether a cell has nothing but assertions."
    try: body = ast.parse(src).body
    except SyntaxError: return False
    def called(e): return isinstance(e, ast.Call) and isinstance(e.func, ast.Name) and e.func.id.startswith(('test_', 'expect_'))
    def checks(o):
        if isinstance(o, ast.With): return all(called(i.context_expr) for i in o.items)
        return isinstance(o, ast.Assert) or isinstance(o, ast.Expr) and called(o.value)
    return bool(body) and all(map(checks, body))

def alt_text(src, before):
    "Words for a picture: the title that its cell gives it, or the sentence above the cell."
    titles = re.findall(r'''title\(?=?\(?f?(['"])(.+?)\1''', src)
    if titles: return re.sub(r'[\[\]{}`*]', '', titles[-1][1])
    plain = re.sub(r'\[([^\]]*)\]\([^)]*\)|[`*$\\_#>|{}]', r'\1', before)
    lines = [o.strip() for o in re.split(r'\n+|(?<=[.:!?])\s', plain) if len(o.strip()) > 3]
    return re.sub(r'[\[\]]', '', lines[-1])[:200] if lines else 'A picture of the result above'

def symbols(names):
    "A page of all names, of pairs (name, address)."
    links = '\n'.join(f'<p><a href="{address}">{html.escape(name)}</a></p>' for name, address in sorted(names, key=lambda o: o[0].lower()))
    return f'<h1>Index of names</h1>\n<p class="description">Every public name of the package, and the chapter that explains it.</p>\n<div class="symbols">{links}</div>'

def write_site(stage, site, nav, name, url, release=None):
    "Build the site of the pages in `stage`; those of a release stand in a folder of its name."
    config = dict(site_name=name, site_url=url, docs_dir=str(stage), site_dir=str(site), use_directory_urls=False, nav=nav,
                  theme=dict(name='material', font=False, features=FEATURES, palette=PALETTE, icon=dict(logo='material/layers-triple')),
                  plugins=['search'], hooks=[str(Path(__file__).resolve())], extra_css=['_site.css'], extra_javascript=['_site.js'], markdown_extensions=[],
                  validation=dict(nav=dict(omitted_files='ignore', absolute_links='ignore'), links=dict(not_found='ignore', anchors='ignore')))
    file = stage.parent/'mkdocs.yml'
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding='utf-8')
    (stage/'_site.css').write_text('\n'.join([CSS, *(p.read_text(encoding='utf-8') for p in stage.glob('styles.css'))]), encoding='utf-8')
    script = SCRIPT.replace('UP', '../' if release else '').replace('RELEASE', release or 'main')
    (stage/'_site.js').write_text(script, encoding='utf-8')
    build(load_config(str(file)))
