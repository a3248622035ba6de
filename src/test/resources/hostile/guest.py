#!/usr/bin/env -S python3 -I -S
"""In the place of ffmpeg and ffprobe: runs the real one, so that what it leaves is real, and then does what somebody
would who has taken it over. Which attack it is stands at the end of a file that it is given. Where one succeeds that the
walls should have stopped, it says so: CAME THROUGH."""
import ctypes, os, re, signal, socket, stat, subprocess, sys, time

# Filled in when it is put in its place.
DATA, HOME, CANARY, PORT, SERVER = '@DATA@', '@HOME@', '@CANARY@', int('@PORT@'), '@SERVER@'
TOOL, ARGUMENTS = os.path.basename(sys.argv[0]), sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)


def chosen():
    for name in ('input', 'watermark', 'watermark.png', 'subtitles'):
        try:
            with open('../given/' + name, 'rb') as f:
                f.seek(max(0, os.fstat(f.fileno()).st_size - 400))
                found = re.search(rb'HOSTILE<([^>]*)>', f.read())
                if found:
                    return found.group(1).decode()
        except OSError:
            pass
    return ''


def real(**more):
    return subprocess.run(['/usr/bin/' + TOOL, *ARGUMENTS], **more)


def write(name, text='x'):
    with open(name, 'wb' if isinstance(text, bytes) else 'w') as f:
        f.write(text)


def read(name, most=1 << 20):
    with open(name, 'rb', buffering=0) as f:
        return f.read(most)


def made(end):
    """The first file that the real one has made whose name ends so."""
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk('.') for name in names
                  if name.endswith(end))[0]


def replace(end, put):
    name = made(end)
    put('new')
    os.remove(name)
    os.rename('new', name)


def through(what, action):
    """Does what no guest should be able to do."""
    try:
        result = action()
    except (OSError, ValueError, PermissionError):
        return
    if result is not False:
        sys.stderr.write('\nCAME THROUGH: %s %r\n' % (what, result))
        sys.stderr.flush()
        os._exit(9)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), 'refused')
    return result


def playlist(change):
    name = made('stream.m3u8')
    text = read(name).decode()
    write(name, change(text))


SECRETS = (CANARY, DATA + '/secret.key', DATA + '/cdn.secret', DATA + '/webhook.secret', DATA + '/dromedary.db')
ROUTE = HOME + '/routes/api.camel.yaml'


def names_elsewhere(target):
    def change(text):
        return re.sub(r'segment-\d+\.(ts|m4s)', target, text)
    playlist(change)


def numbers(*values):
    """Other lengths in the place of the first, or all, of them."""
    def change(text):
        left = list(values)
        return re.sub(r'#EXTINF:[^,]*', lambda m: '#EXTINF:' + (left.pop(0) if left else values[-1]), text)
    playlist(change)


def mutated(end, mutate):
    name = made(end)
    write(name, mutate(read(name, 1 << 30)))


def forget():
    """A process that nobody finds: its parent is gone, and its session is its own."""
    if os.fork():
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    for fd in (0, 1, 2):
        os.close(fd)
    return True


def stay():
    if forget():
        end = time.time() + 20
        while time.time() < end:
            for place in ('.', '../out', '../given', DATA + '/cdn', DATA):
                for name in ('in.mp4', 'stays.txt'):
                    try:
                        write(place + '/' + name, 'CHANGED-AFTERWARDS')
                    except OSError:
                        pass
            time.sleep(0.02)
        os._exit(0)


def swap():
    """Exchanges the result for a link and back, as long as anybody looks."""
    name = made('.mp4').encode()
    if forget():
        bad = b'../swap-%d' % os.getpid()
        try:
            os.symlink(CANARY, bad)
        except OSError:
            os._exit(0)
        end = time.time() + 10
        while time.time() < end and os.path.lexists(bad):
            libc.renameat2(-100, name, -100, bad, 2)
            libc.renameat2(-100, name, -100, bad, 2)
        os._exit(0)


def many(count):
    for i in range(count):
        write('f%d' % i)


def levels(count):
    for _ in range(count):
        os.mkdir('d')
        os.chdir('d')


def bomb():
    for _ in range(1500):
        try:
            if not os.fork():
                time.sleep(3)
                os._exit(0)
        except OSError:
            time.sleep(0.001)
    os._exit(1)


def memory():
    kept = []
    while True:
        kept.append(b'x' * (256 << 20))


def processes_of_others():
    """Memory and environment of every process but its own."""
    for name in os.listdir('/proc'):
        if name.isdigit() and int(name) != os.getpid():
            if CANARY_TEXT in read('/proc/%s/environ' % name):
                return name
    return False


def each(action, things):
    def run():
        for thing in things:
            try:
                if action(thing) is not False:
                    return thing
            except OSError:
                pass
        return False
    return run


CANARY_TEXT = b'canary'
OUTSIDE = ('/', '/dev', '/usr', '/etc', '/proc', '/job', '/job/given', '/job/out', '/var', '/run', '/home', '/root', '..',
           '../given', '../out', DATA, DATA + '/cdn', DATA + '/work', HOME, HOME + '/routes', HOME + '/config')


def write_outside(folder):
    name = folder + '/hostile-%d' % os.getpid()
    write(name, 'x')
    # It is shown, and nothing of it is left on the machine of whoever tries this.
    os.remove(name)


def overwrite(name):
    # What is made by this would be in a place of the guest's own.
    fd = os.open(name, os.O_WRONLY | os.O_APPEND)
    if name.startswith((DATA, HOME, CANARY, '..')):
        os.write(fd, b'# hostile\n')
    os.close(fd)


def connect(address):
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET6 if ':' in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(2)
        s.connect(address)


def sends(text, count, fd=1):
    for _ in range(count):
        os.write(fd, text)


def waits():
    """Waits for ever for the other end of a pipe; where walls let it make none, just so."""
    try:
        os.mkfifo('p')
        open('p')
    except PermissionError:
        time.sleep(600)


def stopped():
    while True:
        # The first process of a namespace does not stop itself.
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(0.1)


def json(text):
    print(text)
    os._exit(0)


def streams(more):
    return '{"streams":[%s],"format":{"format_name":"mov,mp4","duration":"1.0","size":"1000"}}' % more


VIDEO = '{"index":0,"codec_type":"video","codec_name":%s,"width":%s,"height":%s,"avg_frame_rate":%s,"duration":%s}'

# Before the real one runs, in its place.
INSTEAD = {
    ('ffmpeg', 'line-stdout'): lambda: sends(b'x' * (1 << 20), 700),
    ('ffmpeg', 'line-stderr'): lambda: sends(b'x' * (1 << 20), 700, 2),
    ('ffprobe', 'line-answer'): lambda: sends(b'x' * (1 << 20), 700),
    ('ffprobe', 'lines-answer'): lambda: sends(b'{}\n' * (1 << 19), 700),
    ('ffprobe', 'lines-stderr'): lambda: sends(b'n\n' * (1 << 19), 700, 2),
    ('ffmpeg', 'lines-stderr-2'): lambda: sends(b'n\n' * (1 << 19), 700, 2),
    ('ffmpeg', 'lines-progress'): lambda: sends(b'out_time_us=1\nprogress=continue\n' * (1 << 15), 7000),
    ('ffprobe', 'nested'): lambda: json('[' * 100_000),
    ('ffprobe', 'nested-2'): lambda: json('{"a":' * 100_000),
    ('ffprobe', 'brackets'): lambda: json('{"streams":[' + '{},' * 1_300_000 + '{}]}'),
    ('ffprobe', 'many-streams'): lambda: json(streams(','.join(['{"index":0,"codec_type":"video"}'] * 100_000))),
    ('ffprobe', 'huge-numbers'): lambda: json(streams(VIDEO % ('"h264"', '1e308', '1e308', '"1/1"', '"1e308"'))),
    ('ffprobe', 'negative-numbers'): lambda: json(streams(VIDEO % ('"h264"', '-1', '-2147483648', '"-1/1"', '"-5"'))),
    ('ffprobe', 'no-numbers'): lambda: json(streams(VIDEO % ('"h264"', 'NaN', 'Infinity', '"NaN/0"', '"NaN"'))),
    ('ffprobe', 'long-digits'): lambda: json(streams(VIDEO % ('"h264"', '9' * 900_000, '1', '"1/1"', '"1"'))),
    ('ffprobe', 'long-word'): lambda: json(streams(VIDEO % ('"' + 'h' * 900_000 + '"', '64', '36', '"25/1"', '"1"'))),
    ('ffprobe', 'word-of-lines'): lambda: json(streams(VIDEO % (
        '"h\\n12:00:00.000 ERROR forged\\u001b[2J"', '64', '36', '"25/1"', '"1"'))),
    ('ffprobe', 'no-answer'): lambda: os._exit(0),
    ('ffmpeg', 'nothing'): lambda: os._exit(0),
    ('ffmpeg', 'forged-lines'): lambda: (sys.stderr.write(
        'a\n12:00:00.000 ERROR io.dromedary.Forged forged line\x1b[2J\r\n%s/secret\n' % DATA), os._exit(1)),
    ('ffmpeg', 'fork-bomb'): bomb,
    ('ffmpeg', 'memory-bomb'): memory,
    ('ffmpeg', 'hang'): lambda: ([signal.signal(s, signal.SIG_IGN) for s in (1, 2, 3, 15)], time.sleep(600)),
    ('ffmpeg', 'hang-closed'): lambda: ([os.close(fd) for fd in (0, 1, 2)], time.sleep(600)),
    ('ffmpeg', 'hang-stopped'): stopped,
    ('ffmpeg', 'hang-fifo'): waits,
    ('ffmpeg', 'million-files'): lambda: many(1_000_000),
    ('ffmpeg', 'levels'): lambda: levels(1_000),
}

def folder_link():
    folder = os.path.dirname(made('stream.m3u8'))
    os.rename(folder, 'moved')
    os.symlink('moved', folder)


LINK = lambda target: lambda name: os.symlink(target, name)
# When the real one has done its work.
AFTER = {
    'routes': lambda: names_elsewhere(ROUTE),
    'routes-dots': lambda: names_elsewhere('../' * 12 + ROUTE[1:]),
    'routes-url': lambda: names_elsewhere('file://' + ROUTE),
    'cdn-secret': lambda: names_elsewhere(DATA + '/cdn.secret'),
    'map': lambda: playlist(lambda text: text.replace('#EXTM3U', '#EXTM3U\n#EXT-X-MAP:URI="%s"' % CANARY)),
    'map-init': lambda: playlist(lambda text: re.sub(r'URI="[^"]*"', 'URI="%s"' % CANARY, text)),
    'extinf-0': lambda: numbers('0.000000'),
    'extinf-negative': lambda: numbers('-1.0'),
    'extinf-nan': lambda: numbers('NaN'),
    'extinf-infinite': lambda: numbers('Infinity'),
    'extinf-1e9': lambda: numbers('1e9'),
    'extinf-hex': lambda: numbers('0x1p3'),
    'extinf-doubled': lambda: playlist(lambda text: re.sub(r'(#EXTINF:[^\n]*\n)', r'\1\1', text)),
    'extinf-one-more': lambda: playlist(lambda text: text.replace('#EXT-X-ENDLIST', '#EXTINF:1.0,\nx.ts\n#EXT-X-ENDLIST')),
    'extinf-one-less': lambda: playlist(lambda text: text.replace('#EXTINF', '#X', 1)),
    'extinf-shifted': lambda: numbers('1.2', '0.8', '1.0'),
    'playlist-none': lambda: playlist(lambda text: ''),
    'playlist-binary': lambda: playlist(lambda text: text + '\0' * 500),
    'playlist-long-line': lambda: playlist(lambda text: '#EXTINF:' + '1' * 3_000 + '\n' + text),
    'playlist-700M': lambda: os.truncate(made('stream.m3u8'), 700 << 20),
    'playlist-link': lambda: replace('stream.m3u8', LINK(CANARY)),
    'playlist-fifo': lambda: replace('stream.m3u8', os.mkfifo),
    'segment-link': lambda: replace('segment-0.ts', LINK(CANARY)),
    'segment-fifo': lambda: replace('segment-0.ts', os.mkfifo),
    'segment-gap': lambda: os.rename(made('segment-1.ts'), made('segment-1.ts').replace('-1', '-7')),
    'segment-zeros': lambda: os.rename(made('segment-1.ts'), made('segment-1.ts').replace('-1', '-01')),
    'segment-garbage': lambda: mutated('segment-1.ts', lambda old: os.urandom(len(old))),
    'segment-emptied': lambda: mutated('segment-1.ts', lambda old: b''),
    'segment-repeated': lambda: mutated('segment-1.ts', lambda old: read(made('segment-0.ts'), 1 << 30)),
    'segment-million-samples': lambda: mutated('segment-0.m4s', lambda old: old.replace(
        b'trun', b'free') + b'\0\0\0\x40moof\0\0\0\x38traf\0\0\0\x10tfdt' + b'\0' * 8 + (16).to_bytes(4, 'big')
        + b'tfhd\0\0\0\x08\0\0\0\1' + b'\0\0\0\x10trun\0\0\0\0\xff\xff\xff\xff'),
    'init-link': lambda: replace('.mp4', LINK(CANARY)),
    'init-garbage': lambda: mutated('.mp4', lambda old: os.urandom(len(old))),
    'folder-link': folder_link,
    'result-link': lambda: replace('.mp4', LINK(CANARY)),
    'result-link-key': lambda: replace('.mp4', LINK(DATA + '/secret.key')),
    'result-link-database': lambda: replace('.mp4', LINK(DATA + '/dromedary.db')),
    'result-link-cdn-secret': lambda: replace('.mp4', LINK(DATA + '/cdn.secret')),
    'result-link-environ': lambda: replace('.mp4', LINK('/proc/self/environ')),
    'result-fifo': lambda: replace('.mp4', os.mkfifo),
    'result-socket': lambda: replace('.mp4', lambda name: socket.socket(socket.AF_UNIX).bind(name)),
    'result-folder': lambda: replace('.mp4', os.mkdir),
    'result-device': lambda: replace('.mp4', lambda name: os.mknod(name, stat.S_IFCHR | 0o666, os.makedev(1, 5))),
    'result-terabyte': lambda: os.truncate(made('.mp4'), 1 << 40),
    'result-missing': lambda: os.remove(made('.mp4')),
    'result-garbage': lambda: mutated('.mp4', lambda old: os.urandom(len(old))),
    'result-hard-link': lambda: os.link(made('.mp4'), 'other.mp4'),
    'result-hard-link-given': lambda: replace('.mp4', lambda name: os.link('../given/input', name)),
    'result-setuid': lambda: os.chmod(made('.mp4'), 0o6777),
    'result-closed': lambda: os.chmod(made('.mp4'), 0),
    'folder-closed': lambda: os.chmod('.', 0),
    'unplanned': lambda: write('../made/x.mp4' if os.path.basename(os.getcwd()) == 'made' else 'x.mp4'),
    'beside-vtt': lambda: os.symlink(CANARY, 'in.vtt'),
    'beside-sheets-vtt': lambda: os.symlink(CANARY, 'in.thumbnails.vtt'),
    'beside-master': lambda: os.symlink(ROUTE, 'master.m3u8'),
    'beside-json': lambda: os.symlink(CANARY, 'in.json'),
    'beside-ass': lambda: os.symlink(CANARY, 'subtitles.ass'),
    'beside-sample': lambda: os.symlink(CANARY, 'sample-144p'),
    'beside-fifo': lambda: os.mkfifo('pipe'),
    'thumbnails-link': lambda: replace('.jpg', LINK(CANARY)),
    'thumbnails-fifo': lambda: replace('.jpg', os.mkfifo),
    'peaks-link': lambda: replace('peaks.txt', LINK(CANARY)),
    'peaks-fifo': lambda: replace('peaks.txt', os.mkfifo),
    'peaks-line': lambda: mutated('peaks.txt', lambda old: old + b'x' * (20 << 20)),
    'peaks-700M': lambda: os.truncate(made('peaks.txt'), 700 << 20),
    'peaks-words': lambda: write('peaks.txt', 'lavfi.astats.Overall.Peak_level=a\nb\n'),
    'peaks-infinite': lambda: write('peaks.txt', 'lavfi.astats.Overall.Peak_level=1e999\n' * 1000),
    'name-255': lambda: write('n' * 255),
    'name-bytes': lambda: write(b'\xff\xfe'),
    'name-lines': lambda: write('\n12:00:00.000 ERROR io.dromedary.Forged forged line\x1b[2J'),
    'names-10000': lambda: many(10_000),
    'stays-behind': stay,
    'swaps': swap,
}

# What the walls are to stop; said where it was not stopped.
WALLS = {
    'wall-write': lambda: through('wrote to', each(write_outside, OUTSIDE)),
    'wall-overwrite': lambda: through('changed', each(overwrite, SECRETS + (ROUTE, '../given/input', '/etc/passwd'))),
    'wall-chmod': lambda: through('chmod', each(lambda name: os.chmod(name, 0o777), SECRETS + (ROUTE, '../given/input'))),
    'wall-rename': lambda: through('renamed', each(lambda name: os.rename(name, name + '.old'), SECRETS + (
        ROUTE, '../given/input', '../given', '../out'))),
    # Where there are no namespaces, the database is as readable as its file is for everybody.
    'wall-read': lambda: through('read', each(lambda name: read(name) and None, [
        name for name in SECRETS if os.getcwd() == '/job/made' or not name.endswith('.db')])),
    'wall-list': lambda: through('listed', each(lambda name: os.listdir(name) and None, (DATA, DATA + '/work', HOME))),
    'wall-environ': lambda: through('environment of', processes_of_others),
    'wall-server': lambda: through('the server', each(lambda name: read('/proc/%s/%s' % (open(SERVER).read(), name)) and None,
                                                   ('environ', 'maps', 'mem', 'fd/1', 'root/etc/passwd'))),
    'wall-kill': lambda: through('signal to', lambda: os.kill(int(open(SERVER).read()), 0)),
    'wall-ptrace': lambda: through('ptrace', lambda: checked(libc.ptrace(0x4206, int(open(SERVER).read()), 0, 0))),
    'wall-network': lambda: through('connected to', each(connect, (('127.0.0.1', PORT), ('::1', PORT), ('1.1.1.1', 80),
                                                                 '\0dromedary', '/run/docker.sock'))),
    'wall-kernel': lambda: through('opened for writing', each(lambda name: os.close(os.open(name, os.O_WRONLY)), (
        '/proc/sys/kernel/core_pattern', '/proc/sys/vm/drop_caches', '/proc/sysrq-trigger', '/sys/kernel/uevent_helper',
        '/dev/mem', '/dev/sda', '/dev/kmsg'))),
    'wall-namespaces': lambda: through('unshare', lambda: checked(libc.unshare(0x10000000))),
    'wall-mount': lambda: through('mount', lambda: (checked(libc.mount(b'tmpfs', b'.', b'tmpfs', 0, None)), libc.umount2(b'.', 2))),
    'wall-mknod': lambda: through('mknod', lambda: (os.mknod('d', stat.S_IFCHR | 0o666, os.makedev(1, 3)), os.remove('d'))),
    'wall-root': lambda: through('became root', lambda: (os.setgid(0), os.setuid(0), os.listdir('/root'))
                                 if os.getuid() else False),
    'wall-later': lambda: through('wrote to', each(write_outside, [
        '../guest-%d' % i for i in range(1, 9) if 'guest-%d' % i != os.path.basename(os.getcwd())])),
}


def main():
    name = chosen()
    instead = INSTEAD.get((TOOL, name))
    if instead:
        instead()
        os._exit(0)
    if TOOL == 'ffmpeg' and name in WALLS:
        WALLS[name]()
    if TOOL != 'ffmpeg' or name not in AFTER:
        os.execv('/usr/bin/' + TOOL, ['/usr/bin/' + TOOL, *ARGUMENTS])
    code = real().returncode
    if not code:
        try:
            AFTER[name]()
        except (OSError, IndexError) as e:
            # The walls do not let it: nothing is left but what the real one has made.
            sys.stderr.write('attack impossible: %s\n' % e)
    sys.stdout.flush()
    os._exit(code)


main()
