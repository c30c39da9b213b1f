BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    function Invoke-Inside { param([scriptblock]$Script) InModuleScope GuardedFabricAgent -Parameters @{ state = $state } -ScriptBlock $Script }
}

Describe 'what somebody made beforehand' {
    BeforeEach {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item "$state/spool" -ItemType Directory
    }

    It 'never receives the credential: a link in the place of its file' {
        Set-Content "$TestDrive/foreign" 'nothing'
        $null = New-Item "$state/identity.json.new" -ItemType SymbolicLink -Target "$TestDrive/foreign"
        Invoke-Inside { param($state) Initialize-GfaState -StatePath $state; Write-GfaStateFile -StatePath $state -Name identity -Value @{ credential = 'gfh_secret' } }
        Get-Content "$TestDrive/foreign" | Should -Be 'nothing'
        (Get-Item "$state/identity.json").LinkType | Should -BeNullOrEmpty
        (Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name identity }).credential | Should -Be 'gfh_secret'
    }

    # The order of what is asked of icacls; that Windows does it, only Windows can show.
    It 'loses its owner and every right that it had, folders inside included, before ours are given' -Skip:$IsWindows {
        $system = "$TestDrive/Windows"
        $null = New-Item "$system/System32" -ItemType Directory
        Set-Content "$system/System32/icacls.exe" "#!/bin/sh`necho `"`$*`" >> '$state.log'"
        & chmod 755 "$system/System32/icacls.exe"
        $root = $env:SystemRoot
        $env:SystemRoot = $system
        try {
            Mock -ModuleName GuardedFabricAgent Test-GfaWindows { $true }
            Invoke-Inside { param($state) Initialize-GfaState -StatePath $state -Account 'FAB\gmsa$' }
        } finally { $env:SystemRoot = $root }
        $calls = @(Get-Content "$state.log")
        foreach ($path in $state, (Join-Path $state 'spool')) {
            $asked = @($calls | Where-Object { $_.StartsWith("$path /") } | ForEach-Object { ($_.Substring($path.Length + 1) -split ' ')[0] })
            $asked | Should -Be @('/setowner', '/reset', '/inheritance:r')
        }
        $calls[2] | Should -Match '/grant:r \*S-1-5-18:\(OI\)\(CI\)F \*S-1-5-32-544:\(OI\)\(CI\)F FAB\\gmsa\$:\(OI\)\(CI\)F'
    }
}
