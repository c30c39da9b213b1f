# Collects in this process, under a guard, for half of what another PowerShell would cost. Answers like
# Invoke-GfaCollection, or with nothing where no guard can be had.
function Invoke-GfaGuardedCollection {
    param([string[]]$Name, [string]$StatePath, [string]$Negotiated)
    $ProgressPreference = 'SilentlyContinue'
    $folder = Start-GfaGuard -StatePath $StatePath
    if (-not $folder) { return }
    try {
        $script:GfaNegotiated = ConvertTo-GfaText $Negotiated
        $table = Get-GfaCollectorTable
        $facts = @{}
        # The quick ones first: all of them together have a short time.
        foreach ($isSlow in $false, $true) {
            foreach ($collector in $Name) {
                if ([bool]$table[$collector]['IsSlow'] -eq $isSlow) { $facts[$collector] = Get-GfaFactText -Name $collector }
            }
            Remove-Item -LiteralPath (Join-Path $folder 'quick.txt') -Force -ErrorAction SilentlyContinue
        }
        $facts
    } finally {
        # First what the guard goes by.
        Remove-Item -LiteralPath (Join-Path $folder 'guard.json') -Force -ErrorAction SilentlyContinue
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
}
