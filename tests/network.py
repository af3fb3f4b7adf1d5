"""Training that says 'offline' asks nobody: no name is looked up, by it or by a process that it starts.

    python tests/network.py

The training runs in a network of its own, which ends at this machine, with a name server that answers nothing and writes down
what it is asked. A run with a made-up key shows that the name server hears; one without a key, and hvae_eval, must be silent.
Needs Linux, and either root or user namespaces; where there are neither it says so and exits 1.
"""
import fcntl, os, socket, struct, subprocess, sys, tempfile, threading
from pathlib import Path

def loopback_up():
    "Switch the namespace's loopback device on, as `ip link set lo up` does."
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 0x1 | 0x40)) # SIOCSIFFLAGS: up and running

class Ear(threading.Thread):
    "A name server that only listens."
    def __init__(self):
        super().__init__(daemon=True)
        self.asked, self.socket = [], socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 53))

    def run(self):
        while True:
            query, peer = self.socket.recvfrom(512)
            self.asked.append(name_in(query))
            self.socket.sendto(query[:2] + b'\x81\x83' + query[4:6] + bytes(6) + query[12:], peer) # no such name

def name_in(query):
    "The name that a query is about."
    labels, i = [], 12
    while query[i]:
        labels.append(query[i+1:i+1+query[i]].decode(errors='replace'))
        i += 1 + query[i]
    return '.'.join(labels)

def command(folder, name, *args, **environment):
    "Run a command of the package, without anything that this machine says about wandb."
    own = {k: v for k, v in os.environ.items() if not k.startswith('WANDB_')}
    private = {k: str(folder/'wandb') for k in ('WANDB_CONFIG_DIR', 'WANDB_DATA_DIR', 'WANDB_CACHE_DIR', 'NETRC')}
    code = f'import sys; from hvae.cli import {name} as f; f(sys.argv[1:])'
    subprocess.run([sys.executable, '-c', code, *args], cwd=folder, env=own | private | environment, check=True, timeout=300,
                   stdout=subprocess.DEVNULL)

def inside():
    "What runs in the namespaces."
    loopback_up()
    ear = Ear()
    ear.start()
    train = 'digits_ladder', '--set', 'train_params.epochs=1', '--set', 'eval_params.n_samples=2'
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp)
        command(folder, 'hvae_train', *train, WANDB_API_KEY='k'*40)
        heard, ear.asked[:] = list(ear.asked), []
        command(folder, 'hvae_train', *train)
        command(folder, 'hvae_eval', 'digits_ladder', '--set', 'eval_params.n_samples=2')
    print(f'with a key: {len(heard)} questions, of {", ".join(sorted(set(heard))) or "nothing"}; offline: {len(ear.asked)} '
          f'{", ".join(sorted(set(ear.asked)))}')
    if not heard: sys.exit('the name server heard nothing of a run with a key: this test cannot tell')
    if ear.asked: sys.exit('a run that is offline asked for names')

def main():
    "Start this file again in namespaces of its own, in which names are looked up on this machine."
    with tempfile.NamedTemporaryFile('w', suffix='.conf') as conf:
        conf.write('nameserver 127.0.0.1\noptions attempts:1 timeout:1\n')
        conf.flush()
        spaces = ['unshare', '--net', '--mount', *(['--user', '--map-root-user'] if os.getuid() else [])]
        script = 'mount --bind "$1" "$(readlink -f /etc/resolv.conf)" && exec "$2" "$3" inside'
        done = subprocess.run([*spaces, 'sh', '-c', script, 'sh', conf.name, sys.executable, __file__])
    sys.exit(done.returncode and f'tests/network.py failed, or could not make a network of its own (exit {done.returncode})')

if __name__ == '__main__': inside() if sys.argv[1:] == ['inside'] else main()
