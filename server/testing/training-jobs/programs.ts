/** What the jobs of the tests run: small programs that do one thing for real. */

/** Both replicas sum their ranks over gloo. */
export const GLOO = `
import torch
import torch.distributed as dist
dist.init_process_group("gloo")
x = torch.tensor([float(dist.get_rank() + 1)])
dist.all_reduce(x)
print(f"sum={x.item()}")
dist.destroy_process_group()
`;

/** All ranks sum theirs; one that prints is enough. */
export const ALLREDUCE = `
from mpi4py import MPI
world = MPI.COMM_WORLD
total = world.allreduce(world.rank + 1)
if world.rank == 0:
    print(f"size={world.size}")
    print(f"sum={total}")
`;

/** The replica that others connect to: it tells the first that comes to fail, and the second to end well. */
export const TELLS_TO_FAIL_ONCE = `
import os, socket
server = socket.create_server(("0.0.0.0", int(os.environ["MASTER_PORT"])))
for word in (b"fail", b"end"):
    connection, _ = server.accept()
    connection.sendall(word)
    connection.close()
`;

/** Does what it is told; 138 is one of the exit codes that mean "try again". */
export const DOES_AS_TOLD = `
import os, socket, sys, time
while True:
    try:
        place = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
        word = socket.create_connection(place, 5).recv(16)
        break
    except OSError:
        time.sleep(0.2)
sys.exit(138 if word == b"fail" else 0)
`;

/** Until somebody ends it. */
export const LASTS = `
import signal, time
signal.signal(signal.SIGTERM, lambda *_: exit(0))
time.sleep(600)
`;
