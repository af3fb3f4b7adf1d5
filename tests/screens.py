"""Every page of the built docs site as a browser shows it: on a wide light screen and on a narrow dark one.

    python tests/screens.py [--site _site] [--screen wide] [--axe axe.min.js] [--shots FOLDER] [NAME ...]    # all pages unless named, in part

It fails on sideways scrolling, text under 10 pixels, pictures and tables that leave the screen or are cut off, blocks that lie on one
another, errors of scripts, and requests to other machines. With --axe (`npm pack axe-core` has the file) it also counts what axe-core finds.
--shots writes what was seen, a JPEG file for each page and width.
"""
import argparse, functools, http.server, json, re, sys, threading
from collections import Counter
from pathlib import Path
from nbdev.config import get_config
from browser import ARGS, ROOT, find_browser

SCREENS = dict(wide=dict(viewport=dict(width=1400, height=900), color_scheme='light'),
               narrow=dict(viewport=dict(width=400, height=800), color_scheme='dark'))
MEASURE = '''() => {
  const found = [], say = (kind, e, more='') => found.push(`${kind}: <${e.tagName.toLowerCase()}${e.className && e.className.baseVal === undefined
      ? '.' + e.className.split(' ')[0] : ''}> ${(e.getAttribute('alt') || e.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 50)} ${more}`)
  const width = document.documentElement.clientWidth, box = e => e.getBoundingClientRect(), article = document.querySelector('article') || document.body
  if (document.documentElement.scrollWidth > width) found.push(`scrolls sideways: ${document.documentElement.scrollWidth} of ${width}`)
  const visible = e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && box(e).width > 1 && box(e).height > 1
  const inside = (e, how) => { for (let p = e; p && p !== document.body; p = p.parentElement) if (how.includes(getComputedStyle(p).overflowX)) return p }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = new Set()
  while (walk.nextNode()) { const e = walk.currentNode.parentElement
    if (!walk.currentNode.textContent.trim() || small.has(e) || e.closest('script,style,noscript,title,annotation,option')) continue
    const m = e.closest('svg') && e.getScreenCTM && e.getScreenCTM(), size = parseFloat(getComputedStyle(e).fontSize)*(m ? Math.hypot(m.a, m.b) : 1)
    if (size < 9.99 && visible(e)) { small.add(e); say('small text', e, size.toFixed(1) + ' px') } }
  for (const e of article.querySelectorAll('img, svg, canvas, table, math[display=block], pre, .cell-output')) { if (!visible(e)) continue
    const r = box(e), frame = inside(e, ['auto', 'scroll'])
    if (!frame && (r.right > width + 1 || r.left < -1)) say('leaves the screen', e, Math.round(r.right) + ' px')
    const cut = inside(e.parentElement, ['hidden', 'clip'])
    if (cut && !(frame && cut.contains(frame)) && r.right > box(cut).right + 1) say('cut off', e)
    if (e.tagName === 'IMG' && (!e.complete || !e.naturalWidth)) say('no picture', e) }
  const rows = [...article.children].filter(visible)
  for (let i = 1; i < rows.length; i++) { const [a, b] = [box(rows[i-1]), box(rows[i])], floats = o => getComputedStyle(o).float !== 'none'
    if (a.bottom > b.top + 2 && a.right > b.left + 2 && b.right > a.left + 2 && !floats(rows[i-1]) && !floats(rows[i]) && getComputedStyle(rows[i]).position !== 'absolute'
        && getComputedStyle(rows[i-1]).position !== 'absolute') say('lies on the block before it', rows[i]) }
  return found }'''
AXE = '''async () => { const seen = {} // many pieces of code of one colour: three of each are enough
  document.querySelectorAll('.highlight span').forEach(e => { seen[e.className] = (seen[e.className] || 0) + 1
    if (seen[e.className] > 3) e.replaceWith(e.textContent) })
  return (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(v => v.nodes.map(n =>
  `axe ${v.id}: ${n.html.slice(0, 90)} ${(n.any[0] || n.all[0] || n.none[0] || {message: ''}).message.slice(0, 110)}`)) }'''

class Quiet(http.server.SimpleHTTPRequestHandler):
    "Files of a folder, without a line for each."
    protocol_version = 'HTTP/1.1'
    def translate_path(self, path): return super().translate_path('/' + path.removeprefix(f'{get_config().doc_baseurl}/')) # as 404.html has it
    def log_message(self, *args): pass

def shoot(page, file):
    "A picture of the whole page, 12,000 pixels at most, before axe-core's look takes colours away."
    file.parent.mkdir(parents=True, exist_ok=True)
    height = min(page.evaluate('document.documentElement.scrollHeight'), 12_000)
    page.screenshot(path=str(file), type='jpeg', quality=60, full_page=True, clip=dict(x=0, y=0, width=page.viewport_size['width'], height=height))

def look(page, url, axe, shot):
    "What is wrong with a page at the size that it has; with a picture in the file `shot`."
    errors = []
    def wrong(o): errors.append(f'script: {str(getattr(o, "text", o))[:160]}')
    def said(o): return wrong(o) if o.type == 'error' else None
    page.on('console', said)
    page.on('pageerror', wrong)
    page.goto(url, wait_until='load', timeout=120_000) # a busy machine takes its time
    page.wait_for_timeout(150) # the theme's own script, and ours after it
    found = page.evaluate(MEASURE)
    if shot: shoot(page, shot)
    if axe:
        page.evaluate(axe)
        found += page.evaluate(AXE)
    page.remove_listener('console', said)
    page.remove_listener('pageerror', wrong)
    return found + errors

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', nargs='*')
    parser.add_argument('--site', type=Path, default=ROOT/'_site')
    parser.add_argument('--screen', choices=list(SCREENS), nargs='*', default=list(SCREENS))
    parser.add_argument('--axe', type=Path)
    parser.add_argument('--shots', type=Path)
    args = parser.parse_args()
    files = sorted(f.relative_to(args.site).as_posix() for f in args.site.rglob('*.html'))
    files = [f for f in files if not args.names or any(n in f for n in args.names)]
    if not files: sys.exit(f'no page in {args.site} has one of {args.names}: build it with python tools/docs_site.py')
    axe = args.axe.read_text(encoding='utf-8') if args.axe else ''
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=str(args.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    index = json.loads((args.site/'search'/'search_index.json').read_text(encoding='utf-8'))
    short_index = json.dumps(dict(index, docs=index['docs'][:1])) # that of all pages takes each of them a second to read
    host,kinds,n = f'http://127.0.0.1:{server.server_port}',Counter(),0
    from playwright.sync_api import sync_playwright
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=ARGS)
        for screen in args.screen:
            page,outside = browser.new_page(**SCREENS[screen]),[]
            def let(route):
                url = route.request.url
                if url.startswith((host, 'data:', 'blob:')): return route.continue_()
                outside.append(f'asks another machine: {url[:100]}')
                route.abort()
            page.route(re.compile(r'^(?!http://127\.0\.0\.1[:/])'), let)
            if files != ['index.html']:
                page.route('**/search_index.json', lambda route: route.fulfill(body=short_index, content_type='application/json'))
            for name in files:
                outside.clear()
                shot = args.shots/screen/name.replace('/', '_').replace('.html', '.jpg') if args.shots else None
                found = look(page, f'{host}/{name}', axe, shot) + outside
                for o in found: print(f'{name} {screen}: {o}', flush=True)
                kinds.update(o.split(':')[0] for o in found)
                n += 1
            page.close()
        browser.close()
    server.shutdown()
    print(f'{n} views of {len(files)} pages, {kinds.total()} findings{" with axe-core" if axe else ""}', dict(kinds) if kinds else '')
    return bool(kinds)

if __name__ == '__main__': sys.exit(main())
