# The code-integrity policies in place, by hash: the single policy and the folder of newer Windows.
function Get-GfaCodeIntegrityFact {
    $folder = Join-Path (Join-Path "$env:SystemRoot" 'System32') 'CodeIntegrity'
    if (-not $env:SystemRoot -or -not (Test-Path -LiteralPath $folder)) {
        return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage FolderMissing $folder))
    }
    # Listed, not asked for by name: one that may not be seen must not look like none.
    $files = @(Get-ChildItem -LiteralPath $folder -Filter 'SIPolicy.p7b' -File)
    $active = Join-Path (Join-Path $folder 'CiPolicies') 'Active'
    if (Test-Path -LiteralPath $active) { $files += @(Get-ChildItem -LiteralPath $active -Filter '*.cip' -File) }
    [object[]]$policies = @(foreach ($file in $files) {
            $hash = (Get-FileHash -LiteralPath $file.FullName -Algorithm SHA256 -ErrorAction Stop).Hash
            [ordered]@{ path = $file.FullName.Substring($folder.Length + 1); sha256 = $hash; length = $file.Length }
        })
    New-GfaFact -Value ([ordered]@{ policies = $policies })
}
