BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    function Invoke-Inside { param([scriptblock]$Script) InModuleScope GuardedFabricAgent -Parameters @{ state = $state } -ScriptBlock $Script }
}

Describe 'a folder that somebody else made beforehand' {
    BeforeEach {
        $state = Join-Path $TestDrive "$([guid]::NewGuid())/GuardedFabric/Agent"
        $null = New-Item $state -ItemType Directory
        $planted = '{"server":"http://127.0.0.1:9","hostId":"his","credential":"gfh_his","account":"FAB\\mallory"}'
        Set-Content "$TestDrive/token" 'gfe_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
        # Whose it is on Windows, where the owner cannot be had back by an ordinary user.
        Mock -ModuleName GuardedFabricAgent Test-GfaTrusted { $script:foreign -notcontains $Path }
        Mock -ModuleName GuardedFabricAgent Protect-GfaPath { $script:protected += , @($Path, $Account) }
        $script:foreign = @($state)
        $script:protected = @()
    }

    It 'gives no credential and no address to <Name>' -ForEach @(
        @{ Name = 'registration'; Command = { Register-GuardedFabricHost -Server http://127.0.0.1:9 -TokenFile "$TestDrive/token" -StatePath $state } }
        @{ Name = 'installation'; Command = { Install-GuardedFabricAgent -Server http://127.0.0.1:9 -TokenFile "$TestDrive/token" -StatePath $state } }
        @{ Name = 'sending'; Command = { Send-GuardedFabricSnapshot -StatePath $state -Force } }
        @{ Name = 'removal'; Command = { Uninstall-GuardedFabricAgent -StatePath $state } }
    ) {
        foreach ($file in 'identity.xml', 'config.json') { Set-Content "$state/$file" $planted }
        $Command | Should -Throw "*was made by somebody else*"
        @(Get-ChildItem $state).Name | Should -Be @('config.json', 'identity.xml')
        # Not even rights: the folder may have been named by mistake.
        $script:protected.Count | Should -Be 0
    }

    It 'gives no credential and no address to a run, which leaves no line in it' {
        foreach ($file in 'identity.xml', 'config.json') { Set-Content "$state/$file" $planted }
        $run = Invoke-GuardedFabricAgent -StatePath $state
        $run.Outcome, $run.ExitCode | Should -Be @('Failed', 1)
        $run.Message | Should -Match 'made by somebody else'
        @(Get-ChildItem $state).Count | Should -Be 2
    }

    It 'is refused where it is the folder above, which could be put in our place' {
        $script:foreign = @(Split-Path $state)
        { Invoke-Inside { param($state) Initialize-GfaState -StatePath $state } } | Should -Throw '*was made by somebody else*'
    }

    It 'is taken over where it is empty, and looked at again after its rights are ours' {
        Invoke-Inside { param($state) Initialize-GfaState -StatePath $state -KeepAccount }
        Test-Path "$state/spool" | Should -BeTrue
        $script:protected[0][0] | Should -Be (Split-Path $state)
        $script:protected[1][0] | Should -Be $state
        # Somebody is quicker.
        Mock -ModuleName GuardedFabricAgent Protect-GfaPath { Set-Content "$Path/config.json" '{"account":"FAB\\mallory"}' }
        Remove-Item "$state/*"
        { Invoke-Inside { param($state) Initialize-GfaState -StatePath $state -KeepAccount } } | Should -Throw '*was made by somebody else*'
    }

    It 'keeps the account that the agent runs as where the folder is ours' {
        $script:foreign = @()
        Set-Content "$state/config.json" '{"account":"FAB\\gmsa$"}'
        Invoke-Inside { param($state) Initialize-GfaState -StatePath $state -KeepAccount }
        @($script:protected | Where-Object { $_[0] -match 'spool$' })[0][1] | Should -Be 'FAB\gmsa$'
    }
}

Describe 'whose a folder is' {
    It 'is read from what Windows says, whatever its language: <Sddl>' -ForEach @(
        @{ Sddl = 'O:BAG:SYD:PAI(A;OICI;FA;;;SY)'; Ours = $true }
        @{ Sddl = 'O:SYD:'; Ours = $true }
        @{ Sddl = 'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SY'; Ours = $true }
        @{ Sddl = 'O:S-1-5-21-1-2-3-1104G:DUD:(A;;FA;;;BA)'; Ours = $false }
        @{ Sddl = 'O:BUG:BA'; Ours = $false }
        @{ Sddl = 'G:BAD:'; Ours = $false }
        @{ Sddl = ''; Ours = $false }
    ) {
        function global:Get-Acl { param($LiteralPath, $ErrorAction) @{ Sddl = $global:GfSddl } }
        $global:GfSddl = $Sddl
        try {
            Mock -ModuleName GuardedFabricAgent Test-GfaWindows { $true }
            InModuleScope GuardedFabricAgent { Test-GfaTrusted -Path 'C:\x' } | Should -Be $Ours
        } finally { Remove-Item function:Get-Acl; Remove-Variable GfSddl -Scope Global }
    }

    It 'is read from the file system elsewhere' -Skip:$IsWindows {
        InModuleScope GuardedFabricAgent -Parameters @{ path = "$TestDrive" } { param($path) Test-GfaTrusted -Path $path } | Should -BeTrue
        if ("$(& id -u)" -eq '0') {
            $null = New-Item "$TestDrive/his" -ItemType Directory
            & chown 65534 "$TestDrive/his"
            InModuleScope GuardedFabricAgent -Parameters @{ path = "$TestDrive/his" } { param($path) Test-GfaTrusted -Path $path } | Should -BeFalse
        }
    }
}

Describe 'what somebody made beforehand' {
    BeforeEach {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item "$state/spool" -ItemType Directory
    }

    It 'never receives the credential: a link in the place of its file' {
        Set-Content "$TestDrive/foreign" 'nothing'
        $null = New-Item "$state/identity.xml.new" -ItemType SymbolicLink -Target "$TestDrive/foreign"
        Invoke-Inside { param($state) Initialize-GfaState -StatePath $state; Write-GfaStateFile -StatePath $state -Name identity -Value @{ credential = 'gfh_secret' } }
        Get-Content "$TestDrive/foreign" | Should -Be 'nothing'
        (Get-Item "$state/identity.xml").LinkType | Should -BeNullOrEmpty
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
            Mock -ModuleName GuardedFabricAgent Test-GfaTrusted { $true }
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

Describe 'a link in the place of the agent''s folder, or of the one above' {
    It 'is not gone through, whatever is behind it: <Name>, <Level>' -ForEach @(
        @{ Name = 'installing'; Level = 'Agent'; Script = { param($state) Initialize-GfaState -StatePath $state } }
        @{ Name = 'installing'; Level = 'GuardedFabric'; Script = { param($state) Initialize-GfaState -StatePath $state } }
        @{ Name = 'a run'; Level = 'Agent'; Script = { param($state) Assert-GfaState -StatePath $state } }
        @{ Name = 'a run'; Level = 'GuardedFabric'; Script = { param($state) Assert-GfaState -StatePath $state } }
    ) {
        $base = (New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory).FullName
        $behind = (New-Item "$base/behind/Agent" -ItemType Directory).Parent.FullName
        if ($Level -eq 'GuardedFabric') { $null = New-Item "$base/GuardedFabric" -ItemType SymbolicLink -Target $behind }
        else {
            $null = New-Item "$base/GuardedFabric" -ItemType Directory
            $null = New-Item "$base/GuardedFabric/Agent" -ItemType SymbolicLink -Target "$behind/Agent"
        }
        $state = "$base/GuardedFabric/Agent"
        { Invoke-Inside $Script } | Should -Throw '*is a link to another folder*'
        Get-ChildItem "$behind/Agent" | Should -BeNullOrEmpty
    }
}

Describe 'where the module lies that SYSTEM is to run' {
    It 'is taken under Program Files and nowhere else: <Place>' -ForEach @(
        @{ Place = 'C:\Program Files\WindowsPowerShell\Modules\GuardedFabricAgent\1.0.0'; Taken = $true }
        @{ Place = 'C:\Users\ann\Documents\WindowsPowerShell\Modules\GuardedFabricAgent\1.0.0'; Taken = $false }
        @{ Place = 'C:\Program Files of mine\GuardedFabricAgent'; Taken = $false }
        @{ Place = '\\files\share\GuardedFabricAgent'; Taken = $false }
    ) {
        Mock -ModuleName GuardedFabricAgent Test-GfaWindows { $true }
        Mock -ModuleName GuardedFabricAgent Split-Path { $Place }
        $kept = $env:ProgramFiles, $env:SystemRoot
        $env:ProgramFiles, $env:SystemRoot = 'C:\Program Files', 'C:\Windows'
        try {
            $check = { InModuleScope GuardedFabricAgent { Assert-GfaModulePlace } }
            if ($Taken) { $check | Should -Not -Throw } else { $check | Should -Throw '*copy it to %ProgramFiles%*' }
        } finally { $env:ProgramFiles, $env:SystemRoot = $kept }
    }
}
