"""End the commands that make a file or a folder while it is half made, by SIGTERM and by Ctrl-C: nothing is left, and the exit code says why.

    python tests/endings.py

Each command is ended at the moment before its result gets its name; then it is run to its end, so that the moment is one that there is. At last
hvae_export in a process of its own, ended by a signal from outside as soon as its temporary file is there. Prints a line for each command."""
import contextlib, io, os, signal, subprocess, sys, tempfile, time
from pathlib import Path
import numpy as np
import torch
import hvae.files
from hvae.checkpoint import save_model
from hvae.compress_command import hvae_compress
from hvae.everyday_commands import hvae_encode, hvae_reconstruct, hvae_sample
from hvae.export_command import hvae_export
from hvae.score_command import hvae_score
from hvae.zoo import vae

torch.set_num_threads(1)
flush = hvae.files.flush_file
commands = [(hvae_export, 'encode', 'out.onnx'), (hvae_export, 'encode', 'out.pt2'), (hvae_compress, 'x.npy', 'out.hvae'),
            (hvae_compress, '--decompress x.hvae', 'out'), (hvae_encode, 'x.npy', 'out.npz'), (hvae_encode, 'x.npy', 'out.parquet'),
            (hvae_encode, 'x.npy', 'out.csv'), (hvae_sample, '-n 2', 'out.png'), (hvae_sample, '-n 2', 'out.npz'), (hvae_sample, '-n 2', 'out'),
            (hvae_reconstruct, 'x.npy', 'out.png'), (hvae_reconstruct, 'x.npy', 'out'), (hvae_score, 'x.npy', 'out.csv'),
            (hvae_score, 'x.npy', 'out.parquet')]

def there(): return sorted(str(p) for p in Path().rglob('*')) # hidden ones as well

def call(command, line, out):
    "Exit code and last line of what a command says."
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        try: command([*line.split(), '--checkpoint', 'model', '-o', out])
        except SystemExit as e: return e.code, said.getvalue().strip().splitlines()[-1]
    return 0, ''

def ended(which):
    "What takes the place of waiting for the disk: the end."
    def flush_file(path): signal.raise_signal(which)
    return flush_file

def from_outside():
    "A process that is ended when it has begun to write."
    before, code = there(), 'from hvae.export_command import hvae_export; hvae_export()'
    p = subprocess.Popen([sys.executable, '-c', code, 'score', '--checkpoint', 'model', '-o', 'late.onnx'], stderr=subprocess.PIPE, text=True)
    while there() == before and p.poll() is None: time.sleep(.02)
    assert p.poll() is None, p.stderr.read()
    p.send_signal(signal.SIGTERM)
    said = p.communicate()[1].strip().splitlines()[-1]
    assert (p.returncode, there(), said) == (143, before, 'hvae_export: ended by SIGTERM'), (p.returncode, there(), said)

def main():
    signal.signal(signal.SIGINT, signal.default_int_handler) # a shell that starts this in the background has it ignored
    folder = tempfile.TemporaryDirectory()
    os.chdir(folder.name)
    torch.manual_seed(0)
    save_model(vae(shape=(1, 4, 4), n_levels=16, hidden=8, n_latents=2).eval(), 'model')
    np.save('x.npy', np.random.default_rng(0).integers(0, 16, (6, 1, 4, 4), dtype='uint8'))
    assert call(hvae_compress, 'x.npy', 'x.hvae')[0] == 0
    before = there()
    for command, line, out in commands:
        for which, code, words in ((signal.SIGTERM, 143, 'ended by SIGTERM'), (signal.SIGINT, 130, 'stopped by Ctrl-C')):
            hvae.files.flush_file = ended(which)
            found = call(command, line, out)
            hvae.files.flush_file = flush
            assert found == (code, f'{command.__name__}: {words}'), (command.__name__, line, out, found)
            assert there() == before, (command.__name__, out, there())
            assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL # as it was
        found = call(command, line, out)
        assert found[0] == 0 and Path(out).exists(), found
        for p in [p for p in (*Path(out).rglob('*'), Path(out)) if p.is_file()]: p.unlink()
        if Path(out).exists(): Path(out).rmdir()
        print(f'{command.__name__} {line} -o {out}: nothing is left')
    from_outside()
    print('hvae_export, ended from outside: nothing is left')
    os.chdir('/')
    folder.cleanup()

if __name__ == '__main__': main()
