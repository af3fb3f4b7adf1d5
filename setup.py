"""Everything is set in settings.ini: change it there."""
import shutil
from configparser import ConfigParser
from pathlib import Path
from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
LICENSES = dict(apache2='Apache-2.0', mit='MIT', bsd3='BSD-3-Clause')
STATUSES = ['1 - Planning', '2 - Pre-Alpha', '3 - Alpha', '4 - Beta', '5 - Production/Stable', '6 - Mature', '7 - Inactive']
PYTHONS = ['3.10', '3.11', '3.12', '3.13']

def settings():
    "The settings, read as nbdev reads them."
    parser = ConfigParser(delimiters=['='])
    parser.read(ROOT/'settings.ini', encoding='utf-8')
    cfg = parser['DEFAULT']
    wanted = 'lib_name lib_path version description keywords author license status min_python audience language git_url'
    missing = [key for key in wanted.split() if key not in cfg]
    if missing: raise SystemExit(f"settings.ini lacks: {', '.join(missing)}")
    return cfg

cfg = settings()
lib = cfg['lib_path']

class BuildPy(build_py):
    "Put the checkout's experiments, and the tables of them, into the package as data, bundled/; an editable install reads the checkout's own."
    def run(self):
        super().run()
        if getattr(self, 'editable_mode', False): return
        bundled = Path(self.build_lib)/lib/'bundled'
        shutil.rmtree(bundled, ignore_errors=True)  # an earlier build's files
        (bundled/'tables').mkdir(parents=True)
        for pattern in ('*.py', 'tables/*.ini'):
            for file in sorted((ROOT/'experiments').glob(pattern)):
                self.copy_file(str(file), str(bundled/file.relative_to(ROOT/'experiments')))

def words(key): return cfg.get(key, '').split()

readme = ROOT/'README.md'
setup(
    name=cfg['lib_name'],
    version=cfg['version'],
    description=cfg['description'],
    long_description=readme.read_text(encoding='utf-8') if readme.exists() else cfg['description'],
    long_description_content_type='text/markdown',
    keywords=cfg['keywords'],
    author=cfg['author'],
    url=cfg['git_url'],
    license_expression=LICENSES.get(cfg['license'], cfg['license']),
    classifiers=[
        f"Development Status :: {STATUSES[int(cfg['status'])-1]}",
        f"Intended Audience :: {cfg['audience']}",
        f"Natural Language :: {cfg['language']}",
        'Programming Language :: Python :: 3',
        *[f'Programming Language :: Python :: {o}' for o in PYTHONS[PYTHONS.index(cfg['min_python']):]]],
    packages=find_packages(include=[lib, f'{lib}.*']),
    package_data={lib: ['template_files/*', 'recordings/*', 'pretrained_models/*/*']},
    include_package_data=False,
    cmdclass=dict(build_py=BuildPy),
    python_requires=f">={cfg['min_python']}",
    install_requires=words('requirements') + words('pip_requirements'),
    extras_require={key.removesuffix('_requirements'): words(key) for key in cfg if key.endswith('_requirements') and key != 'pip_requirements'},
    entry_points=dict(console_scripts=words('console_scripts'), nbdev=[f'{lib}={lib}._modidx:d']),
    zip_safe=False)
