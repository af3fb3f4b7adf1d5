"""Any finite parameters and data: scores and their gradients are finite, and right where SciPy can say so: python tests/extremes.py"""
import math
import hypothesis.strategies as st
import numpy as np
import scipy.stats
import torch
from hypothesis import given, settings
from hvae.counts import NegativeBinomial, Poisson, ZeroInflated
from hvae.discrete import Bernoulli, Categorical, DiscretizedLogistic, OneHotCategorical
from hvae.heavy import LogNormal, LogNormalHead, StudentT, StudentTHead
from hvae.mixture import DiscretizedLogisticMixtureHead
from hvae.distributions import Beta, BetaHead, Laplace, LaplaceHead, Logistic, LogisticHead, Normal, NormalHead, NormalMixtureHead

dtypes = st.sampled_from([torch.float32, torch.float64])
sizes = st.one_of(st.floats(-50, 50, width=32), st.floats(-1e4, 1e4, width=32), st.floats(-2.**127, 2.**127, width=32))
families = dict(normal=(Normal, scipy.stats.norm), laplace=(Laplace, scipy.stats.laplace), logistic=(Logistic, scipy.stats.logistic))

def finite(make, *parameters):
    "A number for every element, finite, also when a picture's worth of them is summed, with finite gradients; its values."
    leaves = [torch.tensor([p], dtype=dtype, requires_grad=True) for p,dtype in parameters]
    out = make(*leaves)
    (out.double().sum() + sum(0*l.double().sum() for l in leaves)).backward()
    assert (out*1e4).isfinite().all(), (out, parameters)
    assert all(l.grad.isfinite().all() for l in leaves), ([l.grad for l in leaves], parameters)
    return out.detach().double().numpy()

@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(families)), sizes, st.floats(-80, 80, width=32), sizes, dtypes)
def test_densities(name, loc, log_scale, value, dtype):
    ours,theirs = families[name]
    x = torch.tensor([value], dtype=dtype)
    got = finite(lambda l, s: ours(l, s.exp()).log_prob(x), (loc, dtype), (log_scale, dtype))
    if abs(value - loc)/math.exp(log_scale) < 1e4 and abs(log_scale) < 30:
        right = theirs.logpdf(value, loc, math.exp(log_scale))
        assert abs(got[0] - right) <= 1e-3*(1 + abs(right)) + 1e-5*abs(right)*max(abs(value), abs(loc))/math.exp(log_scale)

@settings(max_examples=200, deadline=None)
@given(st.sampled_from([NormalHead(), NormalHead('softplus', max_log_scale=math.inf), NormalHead('variance', max_log_scale=math.inf),
                        LaplaceHead(max_log_scale=math.inf), LogisticHead(), NormalMixtureHead(1, math.inf), BetaHead(),
                        BetaHead(0., max_concentration=math.inf)]), st.lists(sizes, min_size=6, max_size=6), dtypes,
       st.sampled_from([1., .5, 1e-6, 1e-30, 0.]))
def test_divergences(head, numbers, dtype, t):
    n = head.n_params
    def kl(*leaves):
        q,p = (head(torch.stack(leaves[i:i+n], 1)).tempered(t) for i in (0, n))
        z = q.rsample(torch.full_like(q._noise_like(), .3))
        return torch.cat([q.kl(p, value=z), q.log_prob(z), p.log_prob(z)])
    got = finite(kl, *[(v, dtype) for v in numbers[:2*n]])
    if q_is_formula(head): assert got[0] > -1e-3*(1 + max(abs(v) for v in numbers[:2*n]) if abs(got[0]) < 1e6 else math.inf)

def q_is_formula(head): return isinstance(head, NormalHead)

@settings(max_examples=300, deadline=None)
@given(st.integers(1, 16), sizes, sizes, st.floats(0, 1), dtypes)
def test_levels(bits, loc, log_scale, where, dtype):
    L = 2**bits + (bits == 4) # 17 levels among them
    k = round(where*(L - 1))
    got = finite(lambda l, s: DiscretizedLogistic(l, s, L).log_prob(torch.tensor([float(k)])), (loc, dtype), (log_scale, dtype))
    if abs(log_scale) < 20 and abs(loc) < 10:
        scale,edges = math.exp(log_scale),((2*k + 1)/(L - 1) - 1, (2*k - 1)/(L - 1) - 1)
        high,low = (scipy.stats.logistic.logsf if loc < edges[0] else scipy.stats.logistic.logcdf),None
        a = math.inf if k == L - 1 else (edges[0] - loc)/scale
        b = -math.inf if k == 0 else (edges[1] - loc)/scale
        width = a - b
        right = -np.logaddexp(0, -a) - np.logaddexp(0, b) + (0. if width > 700 else np.log(-np.expm1(-width)))
        assert abs(got[0] - right) <= (1e-3 if dtype == torch.float32 else 1e-8)*(1 + abs(right)) + 1e-6/scale*(dtype == torch.float32)

@settings(max_examples=100, deadline=None)
@given(st.floats(-10, 10, width=32), st.floats(-13, 20, width=32), st.sampled_from([2**9, 2**12]))
def test_moments(loc, log_scale, L):
    d = DiscretizedLogistic(torch.tensor([loc], dtype=torch.float64), torch.tensor([log_scale], dtype=torch.float64), L)
    k = torch.arange(L, dtype=torch.float64)
    mass = d.log_prob(k[:,None])[:,0].exp()
    mean = (mass*k).sum()
    assert abs(d.mean.item() - mean) < 1e-5 and abs(d.variance.item() - (mass*(k - mean)**2).sum()) < 1e-4*(1 + d.variance.item())

@settings(max_examples=200, deadline=None)
@given(sizes, sizes, sizes, dtypes, st.sampled_from([1., 1e-30, 0.]))
def test_classes(a, b, c, dtype, t):
    for make in (Categorical, OneHotCategorical):
        x = torch.tensor([[2.]]) if make is Categorical else torch.tensor([[0., 0., 1.]])
        finite(lambda *l: make(torch.stack(l, 1)[:,:,None]).tempered(t).log_prob(x).flatten(), (a, dtype), (b, dtype), (c, dtype))
    finite(lambda l, m: torch.cat([Bernoulli(l).tempered(t).log_prob(torch.ones(1)), Bernoulli(l).kl(Bernoulli(m))]), (a, dtype), (b, dtype))

@settings(max_examples=100, deadline=None)
@given(st.lists(sizes, min_size=7, max_size=7), st.sampled_from(['exact', 'vdvae', 'efficient_vdvae', 'nvae']), st.sampled_from([0., 3., 255.]), dtypes)
def test_mixtures(numbers, formula, level, dtype):
    head = DiscretizedLogisticMixtureHead(256, 1, -250., formula=formula, max_log_scale=math.inf)
    finite(lambda l, s: head(torch.stack([l, l, s], 1)).log_prob(torch.full((1, 1), level)).flatten(), (numbers[0], dtype), (numbers[1], dtype))

@settings(max_examples=200, deadline=None)
@given(sizes.map(abs), sizes.map(abs), st.floats(2.**-126, 1 - 2.**-24, width=32), dtypes)
def test_betas(a, b, x, dtype):
    got = finite(lambda *l: Beta(*l).log_prob(torch.tensor([x], dtype=dtype)), (a, dtype), (b, dtype))
    if 1e-3 < a < 1e4 and 1e-3 < b < 1e4:
        right = scipy.stats.beta.logpdf(x, a, b)
        assert abs(got[0] - right) < 1e-2 + 1e-4*abs(right)

counted = st.one_of(st.integers(0, 30), st.integers(0, 2**24)).map(float)

@settings(max_examples=200, deadline=None)
@given(sizes, sizes, sizes, counted, dtypes)
def test_counts(log_mean, log_r, gate, k, dtype):
    x = torch.tensor([k], dtype=dtype)
    eps = 1e-3 if dtype == torch.float32 else 1e-7
    got = finite(lambda m: Poisson(m).log_prob(x), (log_mean, dtype))
    if abs(log_mean) < 15:
        m = float(torch.tensor(log_mean, dtype=dtype)) # as it is in this type
        right = scipy.stats.poisson.logpmf(k, math.exp(m))
        assert abs(got[0] - right) <= eps*(1 + abs(right)) + (2e-6*math.sqrt(1 + k)*abs(m) if dtype == torch.float32 else 0), (got, right)
    got = finite(lambda m, r: NegativeBinomial(m, r).log_prob(x), (log_mean, dtype), (log_r, dtype))
    if abs(log_mean) < 10 and abs(log_r) < 10:
        m,r = math.exp(log_mean),math.exp(log_r)
        right = scipy.stats.nbinom.logpmf(k, r, r/(r + m))
        if math.isfinite(right): assert abs(got[0] - right) <= 10*eps*(1 + abs(right)), (got, right)
    finite(lambda m, r, l: ZeroInflated(NegativeBinomial(m, r), l).log_prob(x), (log_mean, dtype), (log_r, dtype), (gate, dtype))
    finite(lambda m, l: Poisson(m).kl(Poisson(l)), (log_mean, dtype), (gate, dtype))

@settings(max_examples=200, deadline=None)
@given(sizes, st.floats(-80, 80, width=32), sizes, sizes, dtypes)
def test_heavy_tails(loc, log_scale, df, value, dtype):
    x = torch.tensor([value], dtype=dtype)
    got = finite(lambda l, s, d: StudentT(l, s.exp(), d.abs()).log_prob(x), (loc, dtype), (log_scale, dtype), (df, dtype))
    if abs(value - loc)/math.exp(log_scale) < 1e4 and abs(log_scale) < 30 and .1 < abs(df) < 1e6:
        right = scipy.stats.t.logpdf(value, abs(df), loc, math.exp(log_scale))
        assert abs(got[0] - right) <= 1e-3*(1 + abs(right)) + 1e-5*abs(right)*max(abs(value), abs(loc))/math.exp(log_scale), (got, right)
    amount = torch.tensor([min(max(abs(value), 1e-30), 1e30)], dtype=dtype)
    finite(lambda l, s: LogNormal(l, s.exp()).log_prob(amount), (loc, dtype), (log_scale, dtype))
    for head in (StudentTHead(), LogNormalHead()):
        finite(lambda *l: head(torch.stack(l, 1)).tempered(.5).log_prob(amount)[0], *[(v, dtype) for v in (loc, log_scale, df)][:head.n_params])

if __name__ == '__main__':
    for name,test in list(globals().items()):
        if name.startswith('test_'):
            test()
            print(name, 'holds')
