# Replaces a state file. The new content is whole beside the old one before the old one goes, and the reader
# knows both places. A secret's protection is set before there is content to protect; the other files have
# that of their folder.
function Write-GfaStateFile {
    param([string]$StatePath, [string]$Name, $Value)
    $path = Get-GfaStateFile -StatePath $StatePath -Name $Name
    $next = "$path.new"
    # What a crash left between the two is all there is of it.
    if (-not (Test-Path -LiteralPath $path) -and (Test-Path -LiteralPath $next)) { Move-GfaFile -Path $next -Destination $path }
    # What a crash left. A young one is another process's, which is about to move it.
    Get-ChildItem -LiteralPath $StatePath -Filter "$(Split-Path -Leaf $path).*.tmp" -File |
        Where-Object { ((Get-Date) - $_.LastWriteTime).TotalMinutes -gt 1 } | Remove-Item -Force -ErrorAction SilentlyContinue
    # Under a name of its own, made anew: somebody may hold open what lies there, or it may lead elsewhere.
    $temporary = "$path.$([guid]::NewGuid()).tmp"
    $null = New-Item -Path $temporary -ItemType File -ErrorAction Stop
    if ($Name -eq 'identity') {
        Protect-GfaPath -Path $temporary -Account (Read-GfaStateFile -StatePath $StatePath -Name config).account
        Write-GfaSecretFile -Path $temporary -Value $Value
    } else {
        Write-GfaFile -Path $temporary -Text (ConvertTo-GfaJson $Value)
    }
    Move-GfaFile -Path $temporary -Destination $next
    Move-GfaFile -Path $next -Destination $path
}
