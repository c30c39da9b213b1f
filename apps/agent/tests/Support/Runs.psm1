# How often something is tried: a few times on every push, and as often as proves something in `npm run test:long`.
function Get-RunCount {
    param([Parameter(Mandatory = $true)] [int]$Push, [Parameter(Mandatory = $true)] [int]$Long)
    if ($env:GF_RUNS -eq 'long') { $Long } else { $Push }
}

# The language modes of a test that costs processes: on a push that of a guarded host, which allows less.
function Get-RunMode {
    @{ Mode = 'ConstrainedLanguage'; Full = $false }
    if ($env:GF_RUNS -eq 'long') { @{ Mode = 'FullLanguage'; Full = $true } }
}
Export-ModuleMember -Function Get-RunCount, Get-RunMode
