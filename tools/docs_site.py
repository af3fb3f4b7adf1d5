"""Build the docs site from nbdev's processed notebooks with pandoc and MkDocs, and check it: what is published is what is tested.

It does what nbdev_docs does before it calls Quarto (nbdev.yml, sidebar.yml, notebooks processed into _proc), turns each
page into HTML with pandoc, honouring the cell options that nbdev writes (echo, output, include, code-fold), and puts it into the
theme (site_theme.py). Then it checks that every page rendered and stands in the sidebar, that every picture, local link and anchor
is there (links to the site's own address among them), that every picture has words for those who do not see it, that a link with a
notebook's number says its title, that no page shows a directive or an error output, and that none is larger than a megabyte.

    python tools/docs_site.py                   # build into _site; exit 1 on a broken page, link or picture
    python tools/docs_site.py --readme write    # README.md and its pictures from nbs/index.ipynb as well
    python tools/docs_site.py --readme check    # fail where README.md is not what would be written
    python tools/docs_site.py --sidebar         # write nbs/sidebar.yml alone: nbdev_docs and nbdev_preview read it
    python tools/docs_site.py --release 0.1.0   # pages of a release: they stand in a folder of that name below those of main
    python tools/docs_site.py --releases DIR    # pages of main, with the releases in DIR/0.1.0, DIR/0.2.0 ... below them, and a selector

FLOORS says which numbers make a floor of the package; the sidebar and the list of notebooks in the readme notebook follow it.
"""
import argparse, base64, html, json, os, re, runpy, shutil, subprocess, sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
import pypandoc, yaml
import site_theme
from packaging.version import Version
from nbdev.config import get_config
from nbdev.quarto import refresh_quarto_yml
from nbdev.serve import proc_nbs

FOLDERS = dict(tutorials='Tutorials', howto='How-to', explanations='Explanations')
FLOORS = {  # title: what it holds, and the numbers of its notebooks, in pairs from and to; 41a is 41.01
    'Foundations': ('units, names, toy data, distributions, the bound', (0, 13.9)),
    'Blocks and nets': ('what a hierarchy is made of', (19, 29.9)),
    'The model': ('blocks as a graph, published models, checkpoints', (30, 36.9), (37.02, 37.02), (37.05, 37.05), (37.07, 38),
                  (38.02, 38.9)),
    'Data': ('from arrays and files to batches', (37, 37.01), (37.03, 37.04), (37.06, 37.06), (38.01, 38.01), (39, 41.01)),
    'Training': ('the learner, its schedules, callbacks and guards', (41.02, 45)),
    'Runs': ('one file, one experiment; one folder, one run', (45.01, 52.9)),
    'Analysis': ('what each level knows', (53, 68.9), (85, 86.9)),
    'Migration': ('weights of other code, moved here with a full account', (69, 78.9)),
    'Live': ('move a latent, see the picture change', (79, 81.9)),
    'Uses': ('a trained model put to use', (82, 84.9), (87, 87.9)),
    'Commands': ('templates, the command line, everything at once', (88, 99.9))}
LIST_MARK = '<!-- the list of notebooks, written by tools/docs_site.py -->'
MIMES = ['text/html', 'text/markdown', 'image/svg+xml', 'image/png', 'image/jpeg', 'text/latex', 'text/plain']
VIEW, STATE = 'application/vnd.jupyter.widget-view+json', 'application/vnd.jupyter.widget-state+json'
def pandoc(text, *args):
    "What pandoc makes of `text`, and its warnings. Versions differ in how they write README.md, so it is the wheel's pandoc."
    cmd = [pypandoc.get_pandoc_path(), '-f', 'markdown-implicit_figures', '--syntax-highlighting=none', *args]
    done = subprocess.run(cmd, input=text, capture_output=True, text=True, encoding='utf-8')
    return done.stdout, done.stderr.strip() or ('' if done.returncode == 0 else f'exit {done.returncode}')

def number_of(path):
    "The number of a module's notebook; 41a is 41.01."
    digits, letter = re.match(r'(\d\d)([a-z]?)_', path.name).groups()
    return int(digits) + (ord(letter) - 96)/100 if letter else int(digits)

def floors(cfg):
    "The notebooks of each floor in number order; one that stands on none is an error."
    paths = sorted(cfg.nbs_path.glob('[0-9]*.ipynb'), key=number_of)
    found = {title: [p for p in paths if any(a <= number_of(p) <= b for a, b in ranges)] for title, (_, *ranges) in FLOORS.items()}
    lost = set(paths) - {p for on in found.values() for p in on}
    if lost: sys.exit(f'no floor in FLOORS has {sorted(p.name for p in lost)}: give their numbers to one')
    return {title: on for title, on in found.items() if on}

def read_on(cfg):
    "The pages for readers, by the title of their folder."
    return {title: sorted(cfg.nbs_path.glob(f'{folder}/[!._]*.ipynb')) for folder, title in FOLDERS.items()}

def write_sidebar(cfg):
    "Home, the folders for readers, the modules by floor, Contributing."
    contents = [dict(text='Home', href='index.ipynb')]
    for title, paths in {**read_on(cfg), **floors(cfg)}.items():
        if paths: contents.append(dict(section=title, contents=[p.relative_to(cfg.nbs_path).as_posix() for p in paths]))
    contents.append(dict(text='Contributing', href=f'{cfg.git_url}/blob/{cfg.branch}/CONTRIBUTING.md'))
    text = yaml.safe_dump(dict(website=dict(sidebar={'collapse-level': 1, 'contents': contents})), sort_keys=False)
    (cfg.nbs_path/'sidebar.yml').write_text(text, encoding='utf-8')
    return contents

def entry(path, cfg):
    "A line of the list: a link with the title, and the sentence under it."
    text = '\n'.join(join(c['source']) for c in json.loads(path.read_text(encoding='utf-8'))['cells'] if c['cell_type'] == 'markdown')
    title, sentence = (re.search(rf'^{mark} +(.+)$', text, re.M)[1].strip() for mark in '#>')
    number = re.match(r'\d\d[a-z]?', path.name)[0] + ' ' if path.parent == cfg.nbs_path else ''
    return f'- [{number}{title}]({path.relative_to(cfg.nbs_path).as_posix()}): {sentence}'

def notebook_list(cfg):
    "All notebooks as Markdown: those for readers, then the floors."
    parts = [f'### {title}\n\n' + '\n'.join(entry(p, cfg) for p in paths) for title, paths in read_on(cfg).items() if paths]
    parts += [f'### {title}: {FLOORS[title][0]}\n\n' + '\n'.join(entry(p, cfg) for p in paths) for title, paths in floors(cfg).items()]
    return '\n\n'.join([LIST_MARK, *parts])

def list_problems(cfg, write):
    "Write the list into the readme notebook, or say that it is out of date."
    path = cfg.nbs_path/cfg.readme_nb
    nb, text = json.loads(path.read_text(encoding='utf-8')), notebook_list(cfg)
    cell = next(c for c in nb['cells'] if join(c['source']).startswith(LIST_MARK))
    if join(cell['source']) == text: return []
    if not write: return [f'the list in nbs/{cfg.readme_nb} is out of date: run python tools/docs_site.py --readme write']
    cell['source'] = text.splitlines(keepends=True)
    path.write_text(json.dumps(nb, indent=1, sort_keys=True, ensure_ascii=False) + '\n', encoding='utf-8')
    return []

def version_problems(cfg):
    "Files that say another version than settings.ini, and a changelog without a section for it."
    texts = {name: (cfg.config_path/name).read_text(encoding='utf-8') for name in ('CITATION.cff', 'CHANGELOG.md', 'hvae/__init__.py')}
    wanted = {'CITATION.cff': f'version: {cfg.version}', 'CHANGELOG.md': f'## {cfg.version}', 'hvae/__init__.py': f'__version__ = "{cfg.version}"'}
    return [f'{name} has no line {line!r}' for name, line in wanted.items() if line not in texts[name].splitlines()]

def join(s): return s if isinstance(s, str) else ''.join(s)

def split_options(src):
    "The `#| key: value` lines at the head of a cell, and the rest."
    options, lines = {}, src.splitlines()
    while lines and re.match(r'\s*#\|', lines[0]):
        key, _, value = lines.pop(0).strip()[2:].partition(':')
        options[key.strip()] = value.strip().strip('"')
    return options, '\n'.join(lines)

def fence(code, attrs=''):
    ticks = '`' * (max([2, *map(len, re.findall(r'`{3,}', code))]) + 1)
    return f'{ticks}{{{attrs}}}\n{code}\n{ticks}'

def unlinked_code(text):
    "Markdown without links inside blocks of code, where they would show as they are written: nbdev puts some into signatures."
    def plain(m): return re.sub(r'\[(`[^`\n]+`)\]\(\S+?\)', r'\1', m[0])
    return re.sub(r'(?ms)^```.*?^```', plain, text)

def raw(markup): return f'```{{=html}}\n{markup}\n```'

def beside_title(path):
    "Text in a notebook's title cell besides `# title`, `> sentence` and `- key: value`: nbdev drops it from the site."
    cells = json.loads(path.read_text(encoding='utf-8'))['cells']
    texts = [join(c['source']) for c in cells if c['cell_type'] == 'markdown']
    head = next((o for o in texts if re.search(r'^#\s+\S', o, re.M)), '')
    for mark in '#>': head = re.sub(rf'^{mark}\s+\S.*$', '', head, count=1, flags=re.M)
    return re.sub(r'^-\s+\S.*:.*$', '', head, flags=re.M).strip()

class Page:
    "One processed notebook on its way to HTML."
    def __init__(self, path, root):
        self.rel, self.nb = path.relative_to(root), json.loads(path.read_text(encoding='utf-8'))
        self.meta, self.problems, self.has_widgets, self.alt = {}, [], False, ''
        head = self.nb['cells'][0] if self.nb['cells'] else dict(cell_type='', source='')
        front = re.match(r'\s*---\n(.*?)\n---', join(head['source']), re.S) if head['cell_type'] == 'raw' else None
        if front: self.meta = yaml.safe_load(front[1]) or {}
        self.title = str(self.meta.get('title', path.stem))
        self.out = self.rel.with_name(self.meta.get('output-file', f'{path.stem}.html'))
        self.up = '../' * len(self.out.parent.parts)

    def output(self, out, name, site):
        "Markdown for one output; pictures become files beside the page."
        if out['output_type'] == 'stream': return fence(join(out['text']).rstrip('\n'), f'.{out["name"]}')
        if out['output_type'] == 'error':
            self.problems.append(f'error output: {out["ename"]}: {out["evalue"]}')
            return fence('\n'.join(out['traceback']))
        data = out['data']
        if VIEW in data and STATE in self.nb['metadata'].get('widgets', {}):
            self.has_widgets = True
            return raw(f'<script type="{VIEW}">{json.dumps(data[VIEW])}</script>')
        mime = next((o for o in MIMES if o in data), None)
        if mime is None:
            self.problems.append(f'{name}: output with no known type {list(data)}')
            return ''
        value = join(data[mime])
        if mime.startswith('image/'):
            file = Path(f'{self.out.stem}_files')/f'{name}.{mime[6:].removesuffix("+xml")}'
            target = site/self.out.parent/file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(value.encode() if mime == 'image/svg+xml' else base64.b64decode(value))
            return f'![{self.alt}]({file.as_posix()})'
        if mime == 'text/html': return raw(value)
        if mime == 'text/markdown': return unlinked_code(value)
        return value if mime == 'text/latex' else fence(value)

    def code(self, i, cell, site):
        "Markdown for one code cell and its outputs."
        options, src = split_options(join(cell['source']))
        if options.get('include') == 'false': return ''
        if re.search(r'^#\|', src, re.M): self.problems.append(f'cell {i}: directive left in the code')
        parts = []
        if options.get('echo') != 'false' and src.strip():
            block, checks = fence(src, '.python'), site_theme.only_checks(src) and not cell.get('outputs')
            if 'code-fold' in options or checks:
                is_open = ' open' if options.get('code-fold') == 'show' else ''
                summary = html.escape(options.get('code-summary', 'Checks' if checks else 'Code'))
                kind = ' class="checks"' if checks else ''
                block = '\n\n'.join([raw(f'<details{kind}{is_open}><summary>{summary}</summary>'), block, raw('</details>')])
            parts.append(block)
        if options.get('output') != 'false':
            outs = '\n\n'.join(self.output(o, f'cell-{i}-{j}', site) for j, o in enumerate(cell.get('outputs', [])))
            if outs: parts.append(outs if options.get('output') == 'asis' else f'::: {{.cell-output}}\n{outs}\n:::')
        return '\n\n'.join(parts)

    def markdown(self, site):
        cells = list(enumerate(self.nb['cells']))
        if cells and cells[0][1]['cell_type'] == 'raw': cells = cells[1:]
        parts, before = [], str(self.meta.get('description', ''))
        for i, c in cells:
            src = join(c['source'])
            if c['cell_type'] == 'code':
                self.alt = site_theme.alt_text(src, before)
                parts.append(self.code(i, c, site))
            else:
                words = re.sub(r'<!--.*?-->', '', src, flags=re.S).strip()
                before = words if words and c['cell_type'] == 'markdown' else before
                parts.append(src)
        return '\n\n'.join(filter(None, parts))

    def write(self, stage, pages, widgets):
        "The page as HTML, beside its pictures; the theme is put around it later."
        body, warnings = pandoc(self.markdown(stage), '-t', 'html5', '--mathml', '--wrap=none')
        if warnings: self.problems.append(f'pandoc: {warnings[:300]}')
        shown = re.search(r'\[(`[^`\n]+`)\]\(https?:[^)]*\)', body)
        if shown: self.problems.append(f'a link shows as it is written: {shown[0]}')
        def to_html(m):
            page = pages.get(os.path.normpath(self.rel.parent/unquote(m[1])))
            return f'href="{os.path.relpath(page.out, self.out.parent)}{m[2] or ""}"' if page else m[0]
        body = re.sub(r'href="([^":#]+\.ipynb)(#[^"]*)?"', to_html, body)
        home = f'{get_config().doc_host}{get_config().doc_baseurl}/' # names that nbdev links: of this version, not of main
        body = re.sub(rf'href="{re.escape(home)}([^"]*)"', lambda m: f'href="{self.up}{m[1] or "index.html"}"', body)
        if self.has_widgets:
            body += f'<script type="{STATE}">{json.dumps(self.nb["metadata"]["widgets"][STATE])}</script>'
            if widgets: body += f'<script src="{self.up}_widgets/embed.js"></script>'
        title, description = html.escape(self.title), html.escape(str(self.meta.get('description', '')))
        description = re.sub(r'`([^`]+)`', r'<code>\1</code>', description)
        file = stage/self.out.with_suffix('.md')
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'<h1>{title}</h1>\n<p class="description">{description}</p>\n{site_theme.coloured(body)}', encoding='utf-8')

def nav_of(contents, pages):
    "The navigation as MkDocs has it: titles with pages or with parts."
    nav = []
    for o in contents:
        if 'section' in o: nav.append({o['section']: nav_of([dict(href=h) for h in o['contents']], pages)})
        elif o['href'] in pages: nav.append({o.get('text') or pages[o['href']].title: pages[o['href']].out.with_suffix('.md').as_posix()})
        else: nav.append({o['text']: o['href']})
    return nav

def write_symbols(stage, cfg):
    "The page of all public names, with links to where they are explained."
    index = runpy.run_path(str(cfg.lib_path/'_modidx.py'))['d']['syms']
    names = []
    for module, found in index.items():
        for name, (address, _) in found.items():
            short, (page, _, anchor) = name.removeprefix(f'{module}.'), address.partition('#')
            file = stage/Path(page).with_suffix('.md')
            if '_' == short[0] or '._' in short or not file.exists(): continue
            has = f'id="{anchor}"' in file.read_text(encoding='utf-8')
            if has: names.append((short, f'{page}#{anchor}'))
    (stage/'symbols.md').write_text(site_theme.symbols(names), encoding='utf-8')

def misnamed(path, cfg):
    "Links of a notebook to another one whose words, such as `40 Data`, are not its number and title."
    text = '\n'.join(join(c['source']) for c in json.loads(path.read_text(encoding='utf-8'))['cells'] if c['cell_type'] == 'markdown')
    for words, target in re.findall(r'\[(\d\d[a-z]? [^\]]+)\]\(([^):#]+\.ipynb)\)', text):
        there = path.parent/target
        wanted = re.match(r'- \[(.*?)\]\(', entry(there.resolve(), cfg))[1] if there.is_file() else words
        if words != wanted: yield f'a link says "{words}", its page is "{wanted}"'

def readme(page, pages, cfg, site):
    "README.md from the readme notebook: GitHub's Markdown, links to other notebooks absolute, nothing that lives by scripts."
    unwanted = r"^```\{=html\}\n(?s:.*?)\n```$|^:::.*\n?|^<!-- WARNING: THIS FILE WAS AUTOGENERATED.*\n"  # GitHub has no divs; nbdev writes the last
    text = re.sub(unwanted, "", page.markdown(site), flags=re.M)
    def to_site(m):
        target = pages.get(os.path.normpath(m[1]))
        return f']({cfg.doc_host}{cfg.doc_baseurl}/{target.out.as_posix()}{m[2] or ""})' if target else m[0]
    text = re.sub(r'\]\(([^):#]+\.ipynb)(#[^)]*)?\)', to_site, text)
    description = f'> {page.meta["description"]}\n\n' if 'description' in page.meta else ''
    text = f'# {page.title}\n\n{description}{text}'
    body, _ = pandoc(text, '-t', 'gfm-raw_html+tex_math_dollars', '--wrap=auto', '--columns=100')
    return f'<!-- made from nbs/{page.rel.as_posix()} by tools/docs_site.py: do not edit -->\n\n{body}'

def readme_problems(page, pages, cfg, site, write):
    "Write README.md and its pictures, or say what of them is out of date."
    text, file, name = readme(page, pages, cfg, site), cfg.config_path/'README.md', f'{page.out.stem}_files'
    new, old = site/name, cfg.config_path/name
    if write:
        file.write_text(text, encoding='utf-8')
        shutil.rmtree(old, ignore_errors=True)
        if new.exists(): shutil.copytree(new, old)
    def pictures(folder): return {p.name: p.read_bytes() for p in folder.glob('*')}
    stale = [] if file.exists() and file.read_text(encoding='utf-8') == text else ['README.md']
    if pictures(new) != pictures(old): stale.append(f'{name}/')
    return [f'{o} is out of date: run python tools/docs_site.py --readme write' for o in stale]

class Scan(HTMLParser):
    "The links, pictures and anchors of a page, and the pictures without words."
    def __init__(self, text):
        super().__init__()
        self.refs, self.ids, self.silent = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if found.get('id'): self.ids.add(found['id'])
        if tag == 'img' and not (found.get('alt') or '').strip(): self.silent.append(str(found.get('src'))[:60])
        self.refs += [(tag, found[k]) for k in ('href', 'src') if found.get(k)]

def check_links(site, base):
    "Broken references, the external ones, and how many local ones were followed."
    found = [p for p in site.rglob('*.html') if p.name != '404.html']
    scans = {p.relative_to(site).as_posix(): Scan(p.read_text(encoding='utf-8')) for p in found}
    broken, external, n = [], set(), 0
    for name, scan in scans.items():
        if scan.silent: broken.append(f'{name}: {len(scan.silent)} pictures without words (alt), the first {scan.silent[0]}')
        for tag, ref in scan.refs:
            local = '/' + ref[len(base):].lstrip('/') if ref.startswith(base) else ref
            url = urlsplit(local)
            if url.scheme in ('http', 'https', 'mailto'): external.add(ref)
            if url.scheme: continue
            n += 1
            path = unquote(url.path)
            target = path.lstrip('/') if path.startswith('/') else os.path.join(os.path.dirname(name), path)
            target = os.path.normpath(target or 'index.html') if path else name
            if not (site/target).is_file(): broken.append(f'{name}: <{tag}> {ref}: no such file')
            elif url.fragment and target in scans and unquote(url.fragment) not in scans[target].ids:
                broken.append(f'{name}: <{tag}> {ref}: no such anchor')
    return broken, external, n

def address(cfg, release):
    "Where the pages of a release stand, or those of main."
    return f'{cfg.doc_host}{cfg.doc_baseurl}' + (f'/{release}' if release else '')

def keep_releases(site, folder):
    "Put built releases below the pages of main, and list all versions for the selector in the header."
    found = [p for p in folder.iterdir() if (p/'index.html').is_file()] if folder else []
    found.sort(key=lambda p: Version(p.name), reverse=True)
    for p in found: shutil.copytree(p, site/p.name)
    versions = [dict(name='main', path='./'), *(dict(name=p.name, path=f'{p.name}/') for p in found)]
    (site/'versions.json').write_text(json.dumps(versions), encoding='utf-8')
    return len(found)

def build(cfg, site, widgets, release=None):
    "Process the notebooks and write every page; the pages by the path of their notebook."
    refresh_quarto_yml()
    contents, root = write_sidebar(cfg), proc_nbs(n_workers=0, force=True)
    stage = site.with_name(f'{site.name}_stage')/'pages'
    shutil.rmtree(stage.parent, ignore_errors=True)
    for file in root.rglob('*'):  # pictures, styles, pages that are HTML already
        if not file.is_file() or file.suffix in ('.ipynb', '.yml', '.qmd', '.py'): continue
        target = stage/file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    if widgets: shutil.copytree(widgets, stage/'_widgets')
    pages = {p.relative_to(root).as_posix(): Page(p, root) for p in sorted(root.rglob('*.ipynb'))}
    for page in pages.values(): page.write(stage, pages, widgets)
    write_symbols(stage, cfg)
    nav = nav_of(contents, pages)
    nav.insert(-1, {'Index of names': 'symbols.md'})
    site_theme.write_site(stage, site, nav, cfg.title, address(cfg, release), release)
    listed = {o for item in contents for o in item.get('contents', [item.get('href')])}
    for name, page in pages.items():
        if name not in listed: page.problems.append('not in the sidebar')
        lost = beside_title(cfg.nbs_path/name)
        if lost: page.problems.append(f'text in the title cell that the site drops, give it a cell of its own: {lost[:60]!r}')
        page.problems += misnamed(cfg.nbs_path/name, cfg)
        size = (site/page.out).stat().st_size
        if size > 1_000_000: page.problems.append(f'the page has {size/1e6:.2f} MB, more than one')
    return pages

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--out', default='_site', help='folder of the built site')
    parser.add_argument('--readme', choices=['write', 'check'])
    parser.add_argument('--sidebar', action='store_true')
    parser.add_argument('--widgets', help="folder that holds html-manager's embed.js, for live widgets on the pages")
    parser.add_argument('--release', help='name of the release that the pages are of; those of main without it')
    parser.add_argument('--releases', type=Path, help='folder that holds a folder of built pages for each release')
    args, cfg = parser.parse_args(), get_config()
    if args.sidebar:
        write_sidebar(cfg)
        return 0
    site, stale = cfg.config_path/args.out, list_problems(cfg, args.readme == 'write') + version_problems(cfg) if args.readme else []
    pages = build(cfg, site, args.widgets, args.release)
    broken, external, n = check_links(site, address(cfg, args.release))
    broken += stale + [f'{page.out}: {o}' for page in pages.values() for o in page.problems]
    if args.readme: broken += readme_problems(pages[cfg.readme_nb], pages, cfg, site, args.readme == 'write')
    if not args.release: print(f'{keep_releases(site, args.releases)} releases below the pages of main')
    for o in broken: print('BROKEN', o)
    print(f'{len(pages)} pages, {n} local links and pictures, {len(external)} external links not followed, {len(broken)} broken; '
          f'{site}/index.html')
    return bool(broken)

if __name__ == '__main__': sys.exit(main())
