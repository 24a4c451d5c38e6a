"""Makes the golden fixture of the Stable Diffusion networks: what diffusers computes with a small random model.

Usage: stable_diffusion_golden.py FOLDER   (needs torch, diffusers, safetensors; FOLDER gets five files)
The configurations have every kind of module of Stable Diffusion 2.1 (four levels, a change of width between levels,
different head counts, linear projections), and the picture has sides whose latent is odd at every level.
"""
import json
import pathlib
import sys

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file

SCALING = 0.18215
TIMESTEP = 999
UNET = dict(
    in_channels=4, out_channels=4, block_out_channels=(8, 12, 16, 16), attention_head_dim=(1, 3, 2, 4),
    layers_per_block=2, cross_attention_dim=20, norm_num_groups=4, norm_eps=1e-5, use_linear_projection=True,
    down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
    up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
)
VAE = dict(
    in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(8, 12, 16, 16), layers_per_block=2,
    norm_num_groups=4, scaling_factor=SCALING,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
)


# What adds to the residual stream.
BRANCH_ENDS = (
    "conv_in", "proj_in", "conv2", "conv_shortcut", "downsamplers", "upsamplers", "proj_out", "to_out", "ff.net.2"
)


def randomise(network):
    """Makes mistakes visible: gains and biases of norms, which are 1 and 0 at first, the norms' epsilons, which matter
    only where the residual stream is small, and attention, which is almost a mean at first."""
    for name, parameter in network.named_parameters():
        if "norm" in name:
            parameter.data += 0.2 * torch.randn_like(parameter)
        elif any(end in name for end in BRANCH_ENDS):
            parameter.data *= 0.03
        elif "to_q" in name or "to_k" in name:
            parameter.data *= 4
    return network.eval()


def alpha_cumprod(timestep):
    """Scaled-linear schedule of 1000 steps."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, 1000, dtype=torch.float32) ** 2
    return torch.cumprod(1 - betas, 0)[timestep]


@torch.no_grad()
def main(folder):
    torch.manual_seed(2)
    unet = randomise(UNet2DConditionModel(**UNET))
    vae = randomise(AutoencoderKL(**VAE))
    alpha = alpha_cumprod(TIMESTEP)
    image = torch.rand(2, 3, 88, 56) * 2 - 1
    context = torch.randn(2, 5, UNET["cross_attention_dim"])
    latent = SCALING * vae.encode(image).latent_dist.mean
    eps = unet(latent, torch.tensor([TIMESTEP]), context).sample
    x0 = (latent - (1 - alpha).sqrt() * eps) / alpha.sqrt()
    decoded = vae.decode(x0 / SCALING).sample
    print("within [-1, 1]:", (decoded.abs() < 1).float().mean().item(), "largest eps", eps.abs().max().item())
    expected = dict(image=image, context=context, latent=latent, eps=eps, x0=x0, output=decoded.clamp(-1, 1))

    folder.mkdir(parents=True, exist_ok=True)
    for name, network, config in (("unet", unet, UNET), ("vae", vae, VAE)):
        (folder / f"{name}_config.json").write_text(json.dumps(config, indent=1) + "\n")
        save_file({k: v.contiguous() for k, v in network.state_dict().items()}, folder / f"{name}.safetensors")
    save_file({k: v.contiguous() for k, v in expected.items()}, folder / "expected.safetensors")


main(pathlib.Path(sys.argv[1]))
