"""The steps of benches/training_step.rs in PyTorch, on two threads.

    python torch_step.py STEP SECONDS

prints the milliseconds of the fastest step, and the megabytes that the process grew by from before there was a network.
"""

import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(2)
torch.manual_seed(1)


class Attention(nn.Module):
    def __init__(self, model, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(model, 3 * model)
        self.proj = nn.Linear(model, model)

    def forward(self, x):
        batch, tokens, model = x.shape
        qkv = self.qkv(x).reshape(batch, tokens, 3, self.heads, model // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        answers = F.scaled_dot_product_attention(q, k, v)
        return self.proj(answers.transpose(1, 2).reshape(batch, tokens, model))


class Block(nn.Module):
    def __init__(self, model, heads, hidden):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(model), nn.LayerNorm(model)
        self.attn = Attention(model, heads)
        self.mlp = nn.Sequential(nn.Linear(model, hidden), nn.ReLU(), nn.Linear(hidden, model))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


def training_step(model, shape):
    """Forward, backward and a step of Adam on the square loss."""
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    inputs = 2 * torch.rand(shape) - 1
    with torch.no_grad():
        targets = 2 * torch.rand_like(model(inputs)) - 1

    def step():
        optimizer.zero_grad()
        F.mse_loss(model(inputs), targets).backward()
        optimizer.step()

    return step


def matrix_product():
    left, right = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: left @ right


def mlp():
    layers = [layer for _ in range(9) for layer in (nn.Linear(512, 512), nn.ReLU())]
    return training_step(nn.Sequential(*layers, nn.Linear(512, 512)), (256, 512))


def convolution():
    model = nn.Sequential(nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1))
    return training_step(model, (64, 32, 28, 28))


def strided_network():
    def conv(inputs, filters, side):
        return nn.Conv2d(inputs, filters, side, stride=2, padding=side // 2, padding_mode="circular")

    convolutions = [conv(1, 8, 5), nn.ReLU(), conv(8, 16, 3), nn.ReLU(), conv(16, 16, 3), nn.ReLU()]
    model = nn.Sequential(*convolutions, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))
    return training_step(model, (64, 1, 40, 40))


def transformer_block():
    return training_step(Block(192, 3, 768), (64, 50, 192))


class Residual(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.inner = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.inner(x)


class PixelNorm(nn.LayerNorm):
    """The norm of the channels of each pixel."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class OnGrid(nn.Module):
    """Attention, and the norm before it, on the pixels of an image as tokens."""

    def __init__(self, model, heads):
        super().__init__()
        self.norm, self.attention = nn.LayerNorm(model), Attention(model, heads)

    def forward(self, x):
        tokens = x.flatten(2).transpose(1, 2)
        return self.attention(self.norm(tokens)).transpose(1, 2).reshape(x.shape)


def unet():
    def conv(inputs, filters, stride=1):
        return nn.Conv2d(inputs, filters, 3, stride=stride, padding=1)

    def block(channels):
        return Residual(PixelNorm(channels), conv(channels, channels), nn.ReLU(), conv(channels, channels))

    coarse = [conv(48, 96, 2), nn.ReLU(), block(96), Residual(OnGrid(96, 4)), block(96)]
    around = Residual(*coarse, nn.Conv2d(96, 192, 1), nn.PixelShuffle(2))
    model = nn.Sequential(conv(21, 48), block(48), around, block(48), nn.ReLU(), conv(48, 4))
    return training_step(model, (64, 21, 14, 14))


def score_perceptron():
    layers = [nn.Linear(9, 128), nn.GELU(), nn.Linear(128, 128), nn.GELU(), nn.Linear(128, 128), nn.GELU()]
    return training_step(nn.Sequential(*layers, nn.Linear(128, 2)), (256, 9))


STEPS = [matrix_product, mlp, convolution, strided_network, transformer_block, unet, score_perceptron]


def fastest_ms(step, seconds):
    for _ in range(3):
        step()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


if __name__ == "__main__":
    name, seconds = sys.argv[1], float(sys.argv[2])
    # The first product starts PyTorch's threads and its library.
    torch.randn(64, 64) @ torch.randn(64, 64)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fastest = fastest_ms({step.__name__: step for step in STEPS}[name](), seconds)
    print(fastest, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
